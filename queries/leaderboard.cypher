// Leaderboard of a dataset
//
// The results that papers report on a dataset, the best first, for one metric or for each. Improvements over
// something else are not scores and are left out.
//
// @param dataset: Dataset = "ImageNet" -- name, alias or id of the dataset
// @param metric: Metric = null -- name, alias or id of a metric; all metrics by default
// @param lower_is_better: boolean = false -- true for error rates and the like
// @param limit: integer = 20 -- rows at most
// @column metric: string -- canonical name of the metric
// @column number: float -- the score
// @column unit: string -- its unit
// @column method: string -- whose result it is, where the paper says so
// @column paper: string -- title
// @column year: integer -- year of the paper
// @column task: string -- what for, where the paper says so
// @column id: string -- id of the paper
// @tags results, datasets
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR any(a IN d.aliases WHERE toLower(a) = toLower($dataset))
WITH d
ORDER BY CASE WHEN d.id = $dataset THEN 0 WHEN d.name = $dataset THEN 1
              WHEN toLower(d.name) = toLower($dataset) THEN 2 ELSE 3 END,
         d.n_papers DESC, d.id
LIMIT 1
MATCH (d)<-[:ON]-(s:Result)-[:OF]->(x:Metric)
MATCH (s)<-[:REPORTS]-(p:Paper)
WHERE s.number IS NOT NULL AND NOT coalesce(s.delta, false)
  AND ($metric IS NULL OR x.id = $metric OR toLower(x.name) = toLower($metric)
       OR any(a IN x.aliases WHERE toLower(a) = toLower($metric)))
OPTIONAL MATCH (s)-[:BY]->(m:Method)
OPTIONAL MATCH (s)-[:FOR]->(t:Task)
RETURN x.name AS metric, s.number AS number, s.unit AS unit, m.name AS method, p.name AS paper, p.year AS year,
       t.name AS task, p.id AS id
ORDER BY metric, CASE WHEN $lower_is_better THEN number ELSE -number END, s.id
LIMIT $limit
