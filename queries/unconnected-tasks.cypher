// Gap: tasks with shared datasets and no shared method
//
// Pairs of tasks that the same datasets judge, but that no method is used for in common.
//
// @param min_papers: integer = 2 -- only tasks that so many papers mention
// @param limit: integer = 20 -- rows at most
// @column task: string -- the one task
// @column other: string -- the other task
// @column datasets: integer -- datasets that judge both
// @column shared: string[] -- up to five of them
// @tags gaps, tasks, datasets
MATCH (a:Task)<-[:BENCHMARK_FOR]-(d:Dataset)-[:BENCHMARK_FOR]->(b:Task)
WHERE a.id < b.id AND a.n_papers >= $min_papers AND b.n_papers >= $min_papers
  AND NOT EXISTS { (a)<-[:USED_FOR]-(:Method)-[:USED_FOR]->(b) }
WITH a.id AS id, b.id AS other_id, a.name AS task, b.name AS other, d.name AS name ORDER BY name
WITH id, other_id, task, other, collect(name) AS names
RETURN task, other, size(names) AS datasets, names[..5] AS shared
ORDER BY datasets DESC, task, other, id, other_id
LIMIT $limit
