// Top tasks
//
// The tasks that most papers mention, with how many papers work on each and how many methods and datasets serve
// it.
//
// @param limit: integer = 20 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column task: string -- canonical name
// @column papers: integer -- papers that mention it
// @column addressed: integer -- papers that work on it
// @column methods: integer -- methods that are used for it
// @column datasets: integer -- datasets that judge it
// @column first_year: integer -- first year of a paper that mentions it
// @column last_year: integer -- last year of such a paper
// @tags overview, tasks
MATCH (t:Task)
WHERE $descriptive OR NOT coalesce(t.descriptive, false)
WITH t ORDER BY t.n_papers DESC, t.name, t.id LIMIT $limit
RETURN t.name AS task, t.n_papers AS papers, COUNT { (t)<-[:ADDRESSES]-(:Paper) } AS addressed,
       COUNT { (t)<-[:USED_FOR]-(:Method) } AS methods, COUNT { (t)<-[:BENCHMARK_FOR]-(:Dataset) } AS datasets,
       t.first_year AS first_year, t.last_year AS last_year
ORDER BY papers DESC, task, t.id
