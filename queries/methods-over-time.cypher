// Methods for a task over time
//
// Year by year, the methods that papers use for a task. Papers without a year are left out.
//
// @param task: Task = "image classification" -- name, alias or id of the task
// @param since: integer = null -- only this year and later
// @param limit: integer = 100 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column year: integer -- year of the papers
// @column method: string -- canonical name of the method
// @column papers: integer -- papers of that year that use the method for the task
// @tags tasks, methods, time
MATCH (t:Task)
WHERE t.id = $task OR toLower(t.name) = toLower($task) OR any(a IN t.aliases WHERE toLower(a) = toLower($task))
WITH t
ORDER BY CASE WHEN t.id = $task THEN 0 WHEN t.name = $task THEN 1
              WHEN toLower(t.name) = toLower($task) THEN 2 ELSE 3 END,
         t.n_papers DESC, t.id
LIMIT 1
MATCH (t)<-[r:USED_FOR]-(m:Method)
WHERE $descriptive OR NOT coalesce(m.descriptive, false)
UNWIND r.papers AS paper
MATCH (p:Paper {id: paper})
WHERE p.year IS NOT NULL AND ($since IS NULL OR p.year >= $since)
WITH p.year AS year, m.id AS id, m.name AS method, count(*) AS papers
RETURN year, method, papers
ORDER BY year, papers DESC, method, id
LIMIT $limit
