// Datasets of a task: growing, steady, fading
//
// The datasets that papers on a task evaluate or train on, in the last years of the graph against as many years
// before. Papers without a year are left out.
//
// @param task: Task = "image classification" -- name, alias or id of the task
// @param years: integer = 2 -- length of each of the two periods, in years
// @param limit: integer = 20 -- rows at most
// @column dataset: string -- canonical name of the dataset
// @column trend: string -- new, growing, steady, fading or gone
// @column recent: integer -- papers in the last period
// @column before: integer -- papers in the period before it
// @column earlier: integer -- papers before both
// @column last_used: integer -- last year of a paper on the task that uses it
// @tags tasks, datasets, time
MATCH (n:Paper)
WITH max(n.year) AS newest
MATCH (t:Task)
WHERE t.id = $task OR toLower(t.name) = toLower($task) OR any(a IN t.aliases WHERE toLower(a) = toLower($task))
WITH newest, t
ORDER BY CASE WHEN t.id = $task THEN 0 WHEN t.name = $task THEN 1
              WHEN toLower(t.name) = toLower($task) THEN 2 ELSE 3 END,
         t.n_papers DESC, t.id
LIMIT 1
MATCH (t)<-[:ADDRESSES]-(p:Paper)-[:EVALUATES_ON|TRAINS_ON]->(d:Dataset)
WHERE p.year IS NOT NULL
WITH d.id AS id, d.name AS dataset, max(p.year) AS last_used,
     sum(CASE WHEN p.year > newest - $years THEN 1 ELSE 0 END) AS recent,
     sum(CASE WHEN p.year <= newest - $years AND p.year > newest - 2 * $years THEN 1 ELSE 0 END) AS before,
     sum(CASE WHEN p.year <= newest - 2 * $years THEN 1 ELSE 0 END) AS earlier
RETURN dataset,
       CASE WHEN recent = 0 THEN 'gone'
            WHEN before + earlier = 0 THEN 'new'
            WHEN recent > before THEN 'growing'
            WHEN recent < before THEN 'fading'
            ELSE 'steady' END AS trend,
       recent, before, earlier, last_used
ORDER BY recent + before + earlier DESC, dataset, id
LIMIT $limit
