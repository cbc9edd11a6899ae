// Rising methods, datasets and tasks
//
// What more papers mention in the last years of the graph than in as many years before. Papers without a year
// are left out.
//
// @param label: Label = "Method" -- Method, Dataset, Task or Metric, or Entity for all of them
// @param years: integer = 2 -- length of each of the two periods, in years
// @param limit: integer = 20 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column kind: string -- label of the entity
// @column entity: string -- canonical name
// @column recent: integer -- papers in the last period
// @column before: integer -- papers in the period before it
// @column papers: integer -- papers in all
// @tags time, methods, datasets, tasks
MATCH (p:Paper)
WITH max(p.year) AS newest
MATCH (e:Entity)
WHERE $label IN labels(e) AND e.first_year IS NOT NULL AND ($descriptive OR NOT coalesce(e.descriptive, false))
WITH e, newest,
     [i IN range(0, size(e.papers_by_year) - 1) | {year: e.first_year + i, papers: e.papers_by_year[i]}] AS years
WITH e, reduce(n = 0, y IN years | n + CASE WHEN y.year > newest - $years THEN y.papers ELSE 0 END) AS recent,
     reduce(n = 0, y IN years | n + CASE WHEN y.year <= newest - $years AND y.year > newest - 2 * $years
                                         THEN y.papers ELSE 0 END) AS before
WHERE recent > before
RETURN [l IN labels(e) WHERE l <> 'Entity'][0] AS kind, e.name AS entity, recent, before, e.n_papers AS papers
ORDER BY recent - before DESC, papers DESC, entity, e.id
LIMIT $limit
