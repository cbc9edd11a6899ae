// Entities without relations
//
// Entities of many papers that no relation joins to another entity: the likeliest places where the extraction or
// the linking missed something.
//
// @param label: Label = "Entity" -- Method, Dataset, Task or Metric, or Entity for all of them
// @param limit: integer = 20 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column kind: string -- label of the entity
// @column entity: string -- canonical name
// @column papers: integer -- papers that mention it
// @column id: string -- id
// @tags quality
MATCH (e:Entity)
WHERE $label IN labels(e) AND ($descriptive OR NOT coalesce(e.descriptive, false))
  AND NOT (e)-[:USED_FOR|EVALUATED_WITH|TRAINED_WITH|BENCHMARK_FOR|COMPARED_WITH|PART_OF|SUBCLASS_OF|SUBTASK_OF|OF]-()
RETURN [l IN labels(e) WHERE l <> 'Entity'][0] AS kind, e.name AS entity, e.n_papers AS papers, e.id AS id
ORDER BY papers DESC, entity, id
LIMIT $limit
