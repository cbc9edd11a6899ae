// Papers that propose a method and evaluate on a dataset
//
// The papers that propose a method and report results on the dataset, the newest first.
//
// @param dataset: Dataset = "ImageNet" -- name, alias or id of the dataset
// @param since: integer = null -- only papers of this year or later
// @param limit: integer = 20 -- rows at most
// @column dataset: string -- canonical name of the dataset
// @column paper: string -- title
// @column year: integer -- year of the paper
// @column methods: string[] -- methods that it proposes
// @column confidence: float -- how sure the extraction is that it evaluates on the dataset
// @column id: string -- id of the paper
// @tags papers, datasets, methods
MATCH (d:Dataset)
WHERE d.id = $dataset OR toLower(d.name) = toLower($dataset) OR any(a IN d.aliases WHERE toLower(a) = toLower($dataset))
WITH d
ORDER BY CASE WHEN d.id = $dataset THEN 0 WHEN d.name = $dataset THEN 1
              WHEN toLower(d.name) = toLower($dataset) THEN 2 ELSE 3 END,
         d.n_papers DESC, d.id
LIMIT 1
MATCH (d)<-[r:EVALUATES_ON]-(p:Paper)-[:PROPOSES]->(m:Method)
WHERE $since IS NULL OR p.year >= $since
WITH d.name AS dataset, p.id AS id, p.name AS paper, p.year AS year, r.confidence AS confidence, m.name AS name
ORDER BY name
RETURN dataset, paper, year, collect(name) AS methods, confidence, id
ORDER BY coalesce(year, 0) DESC, paper, id
LIMIT $limit
