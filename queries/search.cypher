// Find entities and papers by a word
//
// Entities whose name or alias contains the text, and papers whose title does, whatever the case. In Neo4j the
// full-text index papergraph_search ranks better; this runs everywhere.
//
// @param text: string = "attention" -- a word or a part of one
// @param limit: integer = 20 -- rows at most
// @column kind: string -- label of the node
// @column name: string -- canonical name, or title
// @column papers: integer -- papers that mention the entity; null for a paper
// @column id: string -- id, which every parameter that names a node takes
// @tags overview
MATCH (n:Paper|Method|Dataset|Task|Metric)
WHERE toLower(n.name) CONTAINS toLower($text) OR any(a IN n.aliases WHERE toLower(a) CONTAINS toLower($text))
RETURN [l IN labels(n) WHERE l <> 'Entity'][0] AS kind, n.name AS name, n.n_papers AS papers, n.id AS id
ORDER BY CASE WHEN toLower(name) = toLower($text) THEN 0 ELSE 1 END, coalesce(papers, 0) DESC, name, id
LIMIT $limit
