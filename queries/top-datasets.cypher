// Top datasets
//
// The datasets that most papers mention, with how many papers evaluate on, train on and propose each.
//
// @param limit: integer = 20 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column dataset: string -- canonical name
// @column papers: integer -- papers that mention it
// @column evaluated: integer -- papers that report results on it
// @column trained: integer -- papers that only train on it
// @column proposed: integer -- papers that propose it
// @column first_year: integer -- first year of a paper that mentions it
// @column last_year: integer -- last year of such a paper
// @tags overview, datasets
MATCH (d:Dataset)
WHERE $descriptive OR NOT coalesce(d.descriptive, false)
WITH d ORDER BY d.n_papers DESC, d.name, d.id LIMIT $limit
RETURN d.name AS dataset, d.n_papers AS papers, COUNT { (d)<-[:EVALUATES_ON]-(:Paper) } AS evaluated,
       COUNT { (d)<-[:TRAINS_ON]-(:Paper) } AS trained, COUNT { (d)<-[:PROPOSES]-(:Paper) } AS proposed,
       d.first_year AS first_year, d.last_year AS last_year
ORDER BY papers DESC, dataset, d.id
