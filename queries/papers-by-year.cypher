// Papers by year
//
// How many papers the graph has of each year, and how many of them propose a method, a dataset or a task. Papers
// without a year come last.
//
// @column year: integer -- year of publication; null for papers without one
// @column papers: integer -- papers
// @column new_methods: integer -- of these, papers that propose a method
// @column new_datasets: integer -- of these, papers that propose a dataset
// @column new_tasks: integer -- of these, papers that propose a task
// @tags overview, papers, time
MATCH (p:Paper)
WITH p.year AS year,
     CASE WHEN EXISTS { (p)-[:PROPOSES]->(:Method) } THEN 1 ELSE 0 END AS method,
     CASE WHEN EXISTS { (p)-[:PROPOSES]->(:Dataset) } THEN 1 ELSE 0 END AS dataset,
     CASE WHEN EXISTS { (p)-[:PROPOSES]->(:Task) } THEN 1 ELSE 0 END AS task
RETURN year, count(*) AS papers, sum(method) AS new_methods, sum(dataset) AS new_datasets, sum(task) AS new_tasks
ORDER BY year
