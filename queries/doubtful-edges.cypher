// The least certain relationships
//
// The relationships that the extraction is least sure of, with the sentence to judge them by.
//
// @param below: float = 0.5 -- only those less sure than this
// @param relationship: Relationship = null -- only this type
// @param limit: integer = 20 -- rows at most
// @column source: string -- where the relationship starts
// @column relationship: string -- its type
// @column target: string -- where it ends
// @column confidence: float -- how sure the extraction is
// @column evidence: string -- the first sentence that says so
// @tags quality, evidence
MATCH (a:Paper|Method|Dataset|Task|Metric|Result)-[r]->(b)
WHERE r.confidence < $below AND ($relationship IS NULL OR type(r) = $relationship)
RETURN a.name AS source, type(r) AS relationship, b.name AS target, r.confidence AS confidence, r.evidence[0] AS evidence
ORDER BY confidence, relationship, source, target, a.id, b.id
LIMIT $limit
