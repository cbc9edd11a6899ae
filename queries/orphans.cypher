// Nodes without a relationship
//
// Papers that nothing was read out of, and entities or results that nothing points to. Papers of other fields
// and broken abstracts end up here.
//
// @param limit: integer = 100 -- rows at most
// @column kind: string -- label of the node
// @column name: string -- name or title
// @column year: integer -- year of the paper, or first year of the entity
// @column id: string -- id
// @tags quality
MATCH (n:Paper|Method|Dataset|Task|Metric|Result)
WHERE NOT (n)--()
RETURN [l IN labels(n) WHERE l <> 'Entity'][0] AS kind, n.name AS name, coalesce(n.year, n.first_year) AS year, n.id AS id
ORDER BY kind, name, id
LIMIT $limit
