// Circles in the hierarchies
//
// Pairs of entities that are each said to be a kind, part or special case of the other. One of the two must be
// wrong.
//
// @param limit: integer = 20 -- rows at most
// @column relationship: string -- SUBCLASS_OF, PART_OF or SUBTASK_OF
// @column entity: string -- the one
// @column other: string -- the other
// @column confidence: float -- of entity to other
// @column back: float -- of other to entity
// @tags quality, lineage
MATCH (a:Entity)-[r:SUBCLASS_OF|PART_OF|SUBTASK_OF]->(b:Entity)-[s:SUBCLASS_OF|PART_OF|SUBTASK_OF]->(a)
WHERE a.id < b.id AND type(r) = type(s)
RETURN type(r) AS relationship, a.name AS entity, b.name AS other, r.confidence AS confidence, s.confidence AS back
ORDER BY relationship, entity, other, a.id, b.id
LIMIT $limit
