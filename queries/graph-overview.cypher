// What the graph holds
//
// How many nodes of each label and relationships of each type there are, and how sure the extraction is of the
// relationships.
//
// @column kind: string -- nodes or relationships
// @column name: string -- label or type
// @column number: integer -- how many
// @column confidence: float -- mean confidence of the relationships
// @tags overview, quality
CALL {
  MATCH (n:Paper|Method|Dataset|Task|Metric|Result)
  WITH [l IN labels(n) WHERE l <> 'Entity'][0] AS name, count(*) AS number
  RETURN 'nodes' AS kind, name, number, null AS confidence
  UNION ALL
  MATCH (:Paper|Method|Dataset|Task|Metric|Result)-[r]->()
  WITH type(r) AS name, count(*) AS number, avg(r.confidence) AS confidence
  RETURN 'relationships' AS kind, name, number, confidence
}
RETURN kind, name, number, confidence
ORDER BY kind, number DESC, name
