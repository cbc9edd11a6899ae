// Methods used together
//
// The methods that papers propose, use or compare along with a method, by the number of papers they share.
//
// @param method: Method = "Transformer" -- name, alias or id of the method
// @param limit: integer = 20 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column method: string -- canonical name of the method
// @column other: string -- the other method
// @column papers: integer -- papers that work with both
// @column share: float -- part of the other method's papers that also have this one, to three digits
// @tags methods
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR any(a IN m.aliases WHERE toLower(a) = toLower($method))
WITH m
ORDER BY CASE WHEN m.id = $method THEN 0 WHEN m.name = $method THEN 1
              WHEN toLower(m.name) = toLower($method) THEN 2 ELSE 3 END,
         m.n_papers DESC, m.id
LIMIT 1
MATCH (m)<-[:PROPOSES|USES|COMPARES_WITH]-(p:Paper)-[:PROPOSES|USES|COMPARES_WITH]->(o:Method)
WHERE $descriptive OR NOT coalesce(o.descriptive, false)
WITH m.name AS method, o.id AS id, o.name AS other, o.n_papers AS all_papers, count(*) AS papers
RETURN method, other, papers, round(1000.0 * papers / all_papers) / 1000.0 AS share
ORDER BY papers DESC, share DESC, other, id
LIMIT $limit
