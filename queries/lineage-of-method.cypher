// Lineage of a method
//
// What a method is a kind or a part of, and what is a kind or a part of it, up to four steps away.
//
// @param method: Method = "Transformer" -- name, alias or id of the method
// @param limit: integer = 100 -- rows at most
// @param descriptive: boolean = false -- also descriptive phrases of one paper
// @column direction: string -- ancestor: the method is a kind or part of it; descendant: the other way round
// @column distance: integer -- steps on the shortest way
// @column method: string -- the relative
// @column papers: integer -- papers that mention it
// @tags methods, lineage
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR any(a IN m.aliases WHERE toLower(a) = toLower($method))
WITH m
ORDER BY CASE WHEN m.id = $method THEN 0 WHEN m.name = $method THEN 1
              WHEN toLower(m.name) = toLower($method) THEN 2 ELSE 3 END,
         m.n_papers DESC, m.id
LIMIT 1
CALL {
  WITH m
  MATCH path = (m)-[:SUBCLASS_OF|PART_OF*1..4]->(o:Method)
  RETURN 'ancestor' AS direction, o, length(path) AS steps
  UNION ALL
  WITH m
  MATCH path = (m)<-[:SUBCLASS_OF|PART_OF*1..4]-(o:Method)
  RETURN 'descendant' AS direction, o, length(path) AS steps
}
WITH m, direction, o, steps
WHERE o.id <> m.id AND ($descriptive OR NOT coalesce(o.descriptive, false))
WITH direction, o.id AS id, o.name AS method, o.n_papers AS papers, min(steps) AS distance
RETURN direction, distance, method, papers
ORDER BY direction, distance, papers DESC, method, id
LIMIT $limit
