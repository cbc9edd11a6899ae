// Top methods
//
// The methods that most papers mention, with how many papers propose and use each.
//
// @param limit: integer = 20 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column method: string -- canonical name
// @column papers: integer -- papers that mention it
// @column proposed: integer -- papers that propose it
// @column used: integer -- papers that build on it
// @column first_year: integer -- first year of a paper that mentions it
// @column last_year: integer -- last year of such a paper
// @tags overview, methods
MATCH (m:Method)
WHERE $descriptive OR NOT coalesce(m.descriptive, false)
WITH m ORDER BY m.n_papers DESC, m.name, m.id LIMIT $limit
RETURN m.name AS method, m.n_papers AS papers, COUNT { (m)<-[:PROPOSES]-(:Paper) } AS proposed,
       COUNT { (m)<-[:USES]-(:Paper) } AS used, m.first_year AS first_year, m.last_year AS last_year
ORDER BY papers DESC, method, m.id
