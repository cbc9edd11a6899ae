// Gap: methods that a task has not tried
//
// Methods that are used for tasks judged by the same datasets, or for sub- and supertasks, but not for the task
// itself.
//
// @param task: Task = "image classification" -- name, alias or id of the task
// @param limit: integer = 20 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column method: string -- canonical name of the method
// @column related_tasks: integer -- related tasks that it is used for
// @column tasks: string[] -- up to five of them
// @column papers: integer -- papers that mention the method
// @tags gaps, methods, tasks
MATCH (t:Task)
WHERE t.id = $task OR toLower(t.name) = toLower($task) OR any(a IN t.aliases WHERE toLower(a) = toLower($task))
WITH t
ORDER BY CASE WHEN t.id = $task THEN 0 WHEN t.name = $task THEN 1
              WHEN toLower(t.name) = toLower($task) THEN 2 ELSE 3 END,
         t.n_papers DESC, t.id
LIMIT 1
CALL {
  WITH t
  MATCH (t)<-[:BENCHMARK_FOR]-(:Dataset)-[:BENCHMARK_FOR]->(o:Task)
  RETURN o
  UNION
  WITH t
  MATCH (t)-[:SUBTASK_OF]-(o:Task)
  RETURN o
}
MATCH (o)<-[:USED_FOR]-(m:Method)
WHERE NOT EXISTS { (m)-[:USED_FOR]->(t) } AND ($descriptive OR NOT coalesce(m.descriptive, false))
WITH m.id AS id, m.name AS method, m.n_papers AS papers, o.name AS name ORDER BY name
WITH id, method, papers, collect(name) AS names
RETURN method, size(names) AS related_tasks, names[..5] AS tasks, papers
ORDER BY related_tasks DESC, papers DESC, method, id
LIMIT $limit
