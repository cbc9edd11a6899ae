// Rivals of a method
//
// The methods that a method is compared with, and how many tasks and datasets they share.
//
// @param method: Method = "Transformer" -- name, alias or id of the method
// @param limit: integer = 20 -- rows at most
// @column method: string -- canonical name of the method
// @column rival: string -- the method that it is compared with
// @column papers: integer -- papers that compare them
// @column shared_tasks: integer -- tasks that both are used for
// @column shared_datasets: integer -- datasets that both are evaluated with
// @column confidence: float -- how sure the extraction is
// @column evidence: string -- the first sentence that says so
// @tags methods, evidence
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR any(a IN m.aliases WHERE toLower(a) = toLower($method))
WITH m
ORDER BY CASE WHEN m.id = $method THEN 0 WHEN m.name = $method THEN 1
              WHEN toLower(m.name) = toLower($method) THEN 2 ELSE 3 END,
         m.n_papers DESC, m.id
LIMIT 1
MATCH (m)-[r:COMPARED_WITH]-(o:Method)
RETURN m.name AS method, o.name AS rival, r.n_papers AS papers,
       COUNT { (m)-[:USED_FOR]->(:Task)<-[:USED_FOR]-(o) } AS shared_tasks,
       COUNT { (m)-[:EVALUATED_WITH]->(:Dataset)<-[:EVALUATED_WITH]-(o) } AS shared_datasets,
       r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY papers DESC, shared_tasks DESC, rival, o.id
LIMIT $limit
