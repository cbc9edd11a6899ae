// Methods for a task
//
// The methods that are used for a task, by the number of papers that say so.
//
// @param task: Task = "image classification" -- name, alias or id of the task
// @param limit: integer = 20 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column task: string -- canonical name of the task
// @column method: string -- canonical name of the method
// @column papers: integer -- papers that say so
// @column confidence: float -- how sure the extraction is
// @column first_year: integer -- first year of the method in the graph
// @column evidence: string -- the first sentence that says so
// @tags tasks, methods, evidence
MATCH (t:Task)
WHERE t.id = $task OR toLower(t.name) = toLower($task) OR any(a IN t.aliases WHERE toLower(a) = toLower($task))
WITH t
ORDER BY CASE WHEN t.id = $task THEN 0 WHEN t.name = $task THEN 1
              WHEN toLower(t.name) = toLower($task) THEN 2 ELSE 3 END,
         t.n_papers DESC, t.id
LIMIT 1
MATCH (t)<-[r:USED_FOR]-(m:Method)
WHERE $descriptive OR NOT coalesce(m.descriptive, false)
RETURN t.name AS task, m.name AS method, r.n_papers AS papers, r.confidence AS confidence,
       m.first_year AS first_year, r.evidence[0] AS evidence
ORDER BY papers DESC, confidence DESC, method, m.id
LIMIT $limit
