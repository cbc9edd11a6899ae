// Gap: methods for two tasks, never tried on a dataset
//
// The methods that are used for both tasks but that no paper evaluates or trains on the dataset.
//
// @param task: Task = "image classification" -- name, alias or id of the one task
// @param other: Task = "object detection" -- name, alias or id of the other
// @param dataset: Dataset = "ImageNet" -- name, alias or id of the dataset
// @param limit: integer = 20 -- rows at most
// @column method: string -- canonical name of the method
// @column papers: integer -- papers that use it for the one task
// @column other_papers: integer -- papers that use it for the other
// @column all_papers: integer -- papers that mention it
// @tags gaps, methods, tasks, datasets
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
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR any(a IN d.aliases WHERE toLower(a) = toLower($dataset))
WITH a, b, d
ORDER BY CASE WHEN d.id = $dataset THEN 0 WHEN d.name = $dataset THEN 1
              WHEN toLower(d.name) = toLower($dataset) THEN 2 ELSE 3 END,
         d.n_papers DESC, d.id
LIMIT 1
MATCH (a)<-[r:USED_FOR]-(m:Method)-[s:USED_FOR]->(b)
WHERE NOT EXISTS { (m)-[:EVALUATED_WITH|TRAINED_WITH]->(d) }
  AND NOT EXISTS { (m)<-[:PROPOSES|USES]-(:Paper)-[:EVALUATES_ON|TRAINS_ON]->(d) }
RETURN m.name AS method, r.n_papers AS papers, s.n_papers AS other_papers, m.n_papers AS all_papers
ORDER BY papers + other_papers DESC, all_papers DESC, method, m.id
LIMIT $limit
