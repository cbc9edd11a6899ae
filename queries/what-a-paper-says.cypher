// What a paper says
//
// Every entity that a paper bears on: what it does with it, and the first sentence that says so.
//
// @param paper: Paper = "Attention Is All You Need" -- title or a part of it, or id
// @column paper: string -- title
// @column role: string -- what the paper does with the entity
// @column kind: string -- label of the entity
// @column entity: string -- canonical name
// @column confidence: float -- how sure the extraction is
// @column evidence: string -- the first sentence that says so
// @tags papers, evidence
MATCH (p:Paper)
WHERE p.id = $paper OR toLower(p.name) CONTAINS toLower($paper)
WITH p
ORDER BY CASE WHEN p.id = $paper THEN 0 ELSE 1 END, size(p.name), p.id
LIMIT 1
MATCH (p)-[r]->(e:Entity)
RETURN p.name AS paper, type(r) AS role, [l IN labels(e) WHERE l <> 'Entity'][0] AS kind, e.name AS entity,
       r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY kind, role, entity, e.id
