// Subtasks and supertasks
//
// The tasks that a task is a special case of, and its own special cases, up to three steps away.
//
// @param task: Task = "image classification" -- name, alias or id of the task
// @param limit: integer = 100 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column direction: string -- supertask or subtask
// @column distance: integer -- steps on the shortest way
// @column task: string -- the other task
// @column papers: integer -- papers that mention it
// @tags tasks, lineage
MATCH (t:Task)
WHERE t.id = $task OR toLower(t.name) = toLower($task) OR any(a IN t.aliases WHERE toLower(a) = toLower($task))
WITH t
ORDER BY CASE WHEN t.id = $task THEN 0 WHEN t.name = $task THEN 1
              WHEN toLower(t.name) = toLower($task) THEN 2 ELSE 3 END,
         t.n_papers DESC, t.id
LIMIT 1
CALL {
  WITH t
  MATCH path = (t)-[:SUBTASK_OF*1..3]->(o:Task)
  RETURN 'supertask' AS direction, o, length(path) AS steps
  UNION ALL
  WITH t
  MATCH path = (t)<-[:SUBTASK_OF*1..3]-(o:Task)
  RETURN 'subtask' AS direction, o, length(path) AS steps
}
WITH t, direction, o, steps
WHERE o.id <> t.id AND ($descriptive OR NOT coalesce(o.descriptive, false))
WITH direction, o.id AS id, o.name AS task, o.n_papers AS papers, min(steps) AS distance
RETURN direction, distance, task, papers
ORDER BY direction, distance, papers DESC, task, id
LIMIT $limit
