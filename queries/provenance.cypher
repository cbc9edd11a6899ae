// Where an edge comes from
//
// Every sentence behind the relationships between two nodes, with the paper and the place that it stands in.
//
// @param source: Node = "Transformer" -- name, alias or id of the one node
// @param target: Node = "ImageNet" -- name, alias or id of the other
// @param relationship: Relationship = null -- only this type
// @param limit: integer = 100 -- rows at most
// @column source: string -- where the relationship starts
// @column relationship: string -- its type
// @column target: string -- where it ends
// @column confidence: float -- how sure the extraction is
// @column sentence: string -- a sentence that says so; null where the relationship follows from names
// @column paper: string -- title of the paper
// @column year: integer -- its year
// @column place: string -- paper id:start-end, in code points of title and abstract
// @tags evidence
MATCH (a:Paper|Method|Dataset|Task|Metric)
WHERE a.id = $source OR toLower(a.name) = toLower($source) OR any(x IN a.aliases WHERE toLower(x) = toLower($source))
WITH a
ORDER BY CASE WHEN a.id = $source THEN 0 WHEN a.name = $source THEN 1
              WHEN toLower(a.name) = toLower($source) THEN 2 ELSE 3 END,
         coalesce(a.n_papers, 0) DESC, a.id
LIMIT 1
MATCH (b:Paper|Method|Dataset|Task|Metric)
WHERE b.id = $target OR toLower(b.name) = toLower($target) OR any(x IN b.aliases WHERE toLower(x) = toLower($target))
WITH a, b
ORDER BY CASE WHEN b.id = $target THEN 0 WHEN b.name = $target THEN 1
              WHEN toLower(b.name) = toLower($target) THEN 2 ELSE 3 END,
         coalesce(b.n_papers, 0) DESC, b.id
LIMIT 1
MATCH (a)-[r]-(b)
WHERE $relationship IS NULL OR type(r) = $relationship
UNWIND CASE WHEN size(coalesce(r.evidence, [])) = 0 THEN [null] ELSE range(0, size(r.evidence) - 1) END AS i
WITH startNode(r).name AS source, type(r) AS relationship, endNode(r).name AS target, r.confidence AS confidence,
     r.evidence[i] AS sentence, r.evidence_at[i] AS place
OPTIONAL MATCH (p:Paper {id: split(place, ':')[0]})
RETURN source, relationship, target, confidence, sentence, p.name AS paper, p.year AS year, place
ORDER BY relationship, source, target, place
LIMIT $limit
