// Datasets of a method
//
// The datasets that a method is evaluated or trained on.
//
// @param method: Method = "Transformer" -- name, alias or id of the method
// @param limit: integer = 20 -- rows at most
// @column method: string -- canonical name of the method
// @column relation: string -- EVALUATED_WITH or TRAINED_WITH
// @column dataset: string -- canonical name of the dataset
// @column papers: integer -- papers that say so
// @column confidence: float -- how sure the extraction is
// @column evidence: string -- the first sentence that says so
// @tags methods, datasets, evidence
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR any(a IN m.aliases WHERE toLower(a) = toLower($method))
WITH m
ORDER BY CASE WHEN m.id = $method THEN 0 WHEN m.name = $method THEN 1
              WHEN toLower(m.name) = toLower($method) THEN 2 ELSE 3 END,
         m.n_papers DESC, m.id
LIMIT 1
MATCH (m)-[r:EVALUATED_WITH|TRAINED_WITH]->(d:Dataset)
RETURN m.name AS method, type(r) AS relation, d.name AS dataset, r.n_papers AS papers, r.confidence AS confidence,
       r.evidence[0] AS evidence
ORDER BY papers DESC, dataset, relation, d.id
LIMIT $limit
