// Papers of a method
//
// The papers that propose, use, compare against or mention a method, the newest first.
//
// @param method: Method = "Transformer" -- name, alias or id of the method
// @param since: integer = null -- only papers of this year or later
// @param limit: integer = 20 -- rows at most
// @column method: string -- canonical name of the method
// @column paper: string -- title
// @column year: integer -- year of the paper
// @column role: string -- what the paper does with the method
// @column confidence: float -- how sure the extraction is
// @column id: string -- id of the paper
// @tags papers, methods
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR any(a IN m.aliases WHERE toLower(a) = toLower($method))
WITH m
ORDER BY CASE WHEN m.id = $method THEN 0 WHEN m.name = $method THEN 1
              WHEN toLower(m.name) = toLower($method) THEN 2 ELSE 3 END,
         m.n_papers DESC, m.id
LIMIT 1
MATCH (m)<-[r:PROPOSES|USES|COMPARES_WITH|MENTIONS]-(p:Paper)
WHERE $since IS NULL OR p.year >= $since
RETURN m.name AS method, p.name AS paper, p.year AS year, type(r) AS role, r.confidence AS confidence, p.id AS id
ORDER BY coalesce(year, 0) DESC, paper, id
LIMIT $limit
