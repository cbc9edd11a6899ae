// Relationships without a sentence
//
// Relationships that no sentence states. Those that are derived follow from the names; any other one is a fault.
//
// @param derived: boolean = true -- also those that follow from names
// @param limit: integer = 100 -- rows at most
// @column source: string -- where the relationship starts
// @column relationship: string -- its type
// @column target: string -- where it ends
// @column derived: boolean -- true when it follows from the names
// @column confidence: float -- how sure the extraction or linking is
// @tags quality, evidence
MATCH (a:Paper|Method|Dataset|Task|Metric|Result)-[r]->(b)
WHERE size(coalesce(r.evidence, [])) = 0 AND ($derived OR NOT coalesce(r.derived, false))
RETURN a.name AS source, type(r) AS relationship, b.name AS target, coalesce(r.derived, false) AS derived,
       r.confidence AS confidence
ORDER BY derived, relationship, source, target, a.id, b.id
LIMIT $limit
