// Tasks of a method
//
// What a method is used for: tasks, and other methods that it is a tool for.
//
// @param method: Method = "Transformer" -- name, alias or id of the method
// @param limit: integer = 20 -- rows at most
// @column method: string -- canonical name of the method
// @column kind: string -- Task or Method
// @column used_for: string -- canonical name of what it is used for
// @column papers: integer -- papers that say so
// @column confidence: float -- how sure the extraction is
// @column evidence: string -- the first sentence that says so
// @tags methods, tasks, evidence
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR any(a IN m.aliases WHERE toLower(a) = toLower($method))
WITH m
ORDER BY CASE WHEN m.id = $method THEN 0 WHEN m.name = $method THEN 1
              WHEN toLower(m.name) = toLower($method) THEN 2 ELSE 3 END,
         m.n_papers DESC, m.id
LIMIT 1
MATCH (m)-[r:USED_FOR]->(t:Task|Method)
RETURN m.name AS method, CASE WHEN t:Task THEN 'Task' ELSE 'Method' END AS kind, t.name AS used_for,
       r.n_papers AS papers, r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY papers DESC, confidence DESC, used_for, t.id
LIMIT $limit
