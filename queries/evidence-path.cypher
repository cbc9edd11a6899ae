// Shortest evidence-backed path between two entities
//
// How two entities hang together by relations that sentences of papers state: no mere mentions in one paper and
// nothing that follows from names alone. At most four steps; of several shortest paths, the one whose weakest
// step is the surest.
//
// @param source: Entity = "Transformer" -- name, alias or id
// @param target: Entity = "ImageNet" -- name, alias or id
// @param min_confidence: float = 0.0 -- least confidence of every step
// @column step: integer -- 1, 2, …
// @column source: string -- where the step starts
// @column relationship: string -- type, with an arrow for the direction it has in the graph
// @column target: string -- where the step ends
// @column papers: integer -- papers that state the step
// @column confidence: float -- how sure the extraction is of the step
// @column evidence: string -- the first sentence that states it
// @column place: string -- where the sentence stands: paper id:start-end
// @tags paths, evidence
MATCH (a:Entity)
WHERE a.id = $source OR toLower(a.name) = toLower($source) OR any(x IN a.aliases WHERE toLower(x) = toLower($source))
WITH a
ORDER BY CASE WHEN a.id = $source THEN 0 WHEN a.name = $source THEN 1
              WHEN toLower(a.name) = toLower($source) THEN 2 ELSE 3 END,
         a.n_papers DESC, a.id
LIMIT 1
MATCH (b:Entity)
WHERE b.id = $target OR toLower(b.name) = toLower($target) OR any(x IN b.aliases WHERE toLower(x) = toLower($target))
WITH a, b
ORDER BY CASE WHEN b.id = $target THEN 0 WHEN b.name = $target THEN 1
              WHEN toLower(b.name) = toLower($target) THEN 2 ELSE 3 END,
         b.n_papers DESC, b.id
LIMIT 1
MATCH path = (a)-[:USED_FOR|EVALUATED_WITH|TRAINED_WITH|BENCHMARK_FOR|COMPARED_WITH|PART_OF|SUBCLASS_OF|SUBTASK_OF
                   *1..4 {derived: false}]-(b)
WHERE a.id <> b.id AND all(r IN relationships(path) WHERE r.confidence >= $min_confidence)
WITH path, length(path) AS steps,
     reduce(least = 1.0, r IN relationships(path) |
            CASE WHEN r.confidence < least THEN r.confidence ELSE least END) AS weakest,
     reduce(walk = '', n IN nodes(path) | walk + n.id + ' ') AS walk,
     reduce(types = '', r IN relationships(path) | types + type(r) + ' ') AS types
ORDER BY steps, weakest DESC, walk, types
LIMIT 1
UNWIND range(0, length(path) - 1) AS i
WITH i, nodes(path)[i] AS x, relationships(path)[i] AS r, nodes(path)[i + 1] AS y
RETURN i + 1 AS step, x.name AS source,
       CASE WHEN startNode(r).id = x.id THEN type(r) + ' ->' ELSE '<- ' + type(r) END AS relationship,
       y.name AS target,
       r.n_papers AS papers, r.confidence AS confidence, r.evidence[0] AS evidence, r.evidence_at[0] AS place
ORDER BY step
