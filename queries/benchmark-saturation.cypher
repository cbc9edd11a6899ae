// Is a benchmark saturated?
//
// Year by year and metric by metric, how the results on a dataset spread. When the best stands still and the
// spread shrinks, the benchmark is used up. Papers without a year are left out.
//
// @param dataset: Dataset = "ImageNet" -- name, alias or id of the dataset
// @param metric: Metric = null -- name, alias or id of a metric; all metrics by default
// @column metric: string -- canonical name of the metric
// @column unit: string -- unit of the numbers
// @column year: integer -- year of the papers
// @column results: integer -- results of that year
// @column highest: float -- highest number
// @column lowest: float -- lowest number
// @column mean: float -- mean
// @column headroom: float -- what is left to 100, for percentages
// @tags results, datasets, time
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR any(a IN d.aliases WHERE toLower(a) = toLower($dataset))
WITH d
ORDER BY CASE WHEN d.id = $dataset THEN 0 WHEN d.name = $dataset THEN 1
              WHEN toLower(d.name) = toLower($dataset) THEN 2 ELSE 3 END,
         d.n_papers DESC, d.id
LIMIT 1
MATCH (d)<-[:ON]-(s:Result)-[:OF]->(x:Metric)
MATCH (s)<-[:REPORTS]-(p:Paper)
WHERE s.number IS NOT NULL AND NOT coalesce(s.delta, false) AND p.year IS NOT NULL
  AND ($metric IS NULL OR x.id = $metric OR toLower(x.name) = toLower($metric)
       OR any(a IN x.aliases WHERE toLower(a) = toLower($metric)))
WITH x.id AS id, x.name AS metric, coalesce(s.unit, '') AS unit, p.year AS year, count(*) AS results,
     max(s.number) AS highest, min(s.number) AS lowest, avg(s.number) AS mean
RETURN metric, unit, year, results, highest, lowest, mean,
       CASE WHEN unit = '%' THEN round(100 * (100 - highest)) / 100.0 ELSE null END AS headroom
ORDER BY metric, unit, year, id
