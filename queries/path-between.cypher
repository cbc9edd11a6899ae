// Shortest path between two things
//
// How two entities or papers hang together, over any relationships, in at most six steps. Of several shortest
// paths, the one with the fewest mere mentions.
//
// @param source: Node = "Transformer" -- name, alias or id
// @param target: Node = "ImageNet" -- name, alias or id
// @column step: integer -- 1, 2, …
// @column source: string -- where the step starts
// @column relationship: string -- type, with an arrow for the direction it has in the graph
// @column target: string -- where the step ends
// @column confidence: float -- how sure the extraction is of the step
// @column evidence: string -- the first sentence that says so
// @tags paths, evidence
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
MATCH path = allShortestPaths((a)-[*..6]-(b))
WHERE a.id <> b.id
WITH path, size([r IN relationships(path) WHERE type(r) = 'MENTIONS']) AS mentions,
     reduce(walk = '', n IN nodes(path) | walk + n.id + ' ') AS walk,
     reduce(types = '', r IN relationships(path) | types + type(r) + ' ') AS types
ORDER BY mentions, walk, types
LIMIT 1
UNWIND range(0, length(path) - 1) AS i
WITH i, nodes(path)[i] AS x, relationships(path)[i] AS r, nodes(path)[i + 1] AS y
RETURN i + 1 AS step, x.name AS source,
       CASE WHEN startNode(r).id = x.id THEN type(r) + ' ->' ELSE '<- ' + type(r) END AS relationship,
       y.name AS target,
       r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY step
