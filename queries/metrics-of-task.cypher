// Metrics of a task
//
// The metrics by which papers on a task report.
//
// @param task: Task = "image classification" -- name, alias or id of the task
// @param limit: integer = 20 -- rows at most
// @column task: string -- canonical name of the task
// @column metric: string -- canonical name of the metric
// @column papers: integer -- papers on the task that report by it
// @tags tasks, metrics
MATCH (t:Task)
WHERE t.id = $task OR toLower(t.name) = toLower($task) OR any(a IN t.aliases WHERE toLower(a) = toLower($task))
WITH t
ORDER BY CASE WHEN t.id = $task THEN 0 WHEN t.name = $task THEN 1
              WHEN toLower(t.name) = toLower($task) THEN 2 ELSE 3 END,
         t.n_papers DESC, t.id
LIMIT 1
MATCH (t)<-[:ADDRESSES]-(p:Paper)-[:MEASURES]->(x:Metric)
WITH t.name AS task, x.id AS id, x.name AS metric, count(*) AS papers
RETURN task, metric, papers
ORDER BY papers DESC, metric, id
LIMIT $limit
