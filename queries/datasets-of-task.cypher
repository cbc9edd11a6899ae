// Datasets of a task
//
// The datasets that judge a task: those that papers call a benchmark for it, and those that papers on the task
// evaluate on.
//
// @param task: Task = "image classification" -- name, alias or id of the task
// @param limit: integer = 20 -- rows at most
// @column task: string -- canonical name of the task
// @column dataset: string -- canonical name of the dataset
// @column benchmark: integer -- papers that call it a benchmark for the task
// @column evaluated: integer -- papers on the task that evaluate on it
// @column last_year: integer -- last year of a paper that mentions the dataset
// @tags tasks, datasets
MATCH (t:Task)
WHERE t.id = $task OR toLower(t.name) = toLower($task) OR any(a IN t.aliases WHERE toLower(a) = toLower($task))
WITH t
ORDER BY CASE WHEN t.id = $task THEN 0 WHEN t.name = $task THEN 1
              WHEN toLower(t.name) = toLower($task) THEN 2 ELSE 3 END,
         t.n_papers DESC, t.id
LIMIT 1
CALL {
  WITH t
  MATCH (t)<-[r:BENCHMARK_FOR]-(d:Dataset)
  RETURN d, r.n_papers AS said, 0 AS seen
  UNION ALL
  WITH t
  MATCH (t)<-[:ADDRESSES]-(p:Paper)-[:EVALUATES_ON]->(d:Dataset)
  RETURN d, 0 AS said, count(*) AS seen
}
WITH t.name AS task, d.id AS id, d.name AS dataset, d.last_year AS last_year, sum(said) AS benchmark,
     sum(seen) AS evaluated
RETURN task, dataset, benchmark, evaluated, last_year
ORDER BY benchmark + evaluated DESC, dataset, id
LIMIT $limit
