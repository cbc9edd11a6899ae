// Shared methods of two tasks
//
// The methods that are used for both tasks.
//
// @param task: Task = "image classification" -- name, alias or id of the one task
// @param other: Task = "object detection" -- name, alias or id of the other
// @param limit: integer = 20 -- rows at most
// @column method: string -- canonical name of the method
// @column papers: integer -- papers that use it for the one task
// @column other_papers: integer -- papers that use it for the other
// @column confidence: float -- the lower of the two confidences
// @tags tasks, methods
MATCH (a:Task)
WHERE a.id = $task OR toLower(a.name) = toLower($task) OR any(a IN a.aliases WHERE toLower(a) = toLower($task))
WITH a
ORDER BY CASE WHEN a.id = $task THEN 0 WHEN a.name = $task THEN 1
              WHEN toLower(a.name) = toLower($task) THEN 2 ELSE 3 END,
         a.n_papers DESC, a.id
LIMIT 1
MATCH (b:Task)
WHERE b.id = $other OR toLower(b.name) = toLower($other) OR any(a IN b.aliases WHERE toLower(a) = toLower($other))
WITH a, b
ORDER BY CASE WHEN b.id = $other THEN 0 WHEN b.name = $other THEN 1
              WHEN toLower(b.name) = toLower($other) THEN 2 ELSE 3 END,
         b.n_papers DESC, b.id
LIMIT 1
MATCH (a)<-[r:USED_FOR]-(m:Method)-[s:USED_FOR]->(b)
RETURN m.name AS method, r.n_papers AS papers, s.n_papers AS other_papers,
       CASE WHEN r.confidence < s.confidence THEN r.confidence ELSE s.confidence END AS confidence
ORDER BY papers + other_papers DESC, method, m.id
LIMIT $limit
