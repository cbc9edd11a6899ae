// What a paper stands on
//
// The methods that a paper builds on, with the papers that proposed them, and (at depth 2) what those papers
// build on in turn.
//
// @param paper: Paper = "Attention Is All You Need" -- title or a part of it, or id
// @column depth: integer -- 1: the paper builds on it; 2: a paper that proposed such a method does
// @column method: string -- method that is built on
// @column via: string -- at depth 2, the paper in between
// @column proposed_by: string -- earliest paper in the graph that proposes the method
// @column proposed_in: integer -- year of that paper
// @tags papers, lineage
MATCH (p:Paper)
WHERE p.id = $paper OR toLower(p.name) CONTAINS toLower($paper)
WITH p
ORDER BY CASE WHEN p.id = $paper THEN 0 ELSE 1 END, size(p.name), p.id
LIMIT 1
CALL {
  WITH p
  MATCH (p)-[:USES]->(m:Method)
  RETURN 1 AS depth, m, null AS via
  UNION ALL
  WITH p
  MATCH (p)-[:USES]->(:Method)<-[:PROPOSES]-(q:Paper)-[:USES]->(m:Method)
  WHERE q.id <> p.id
  RETURN 2 AS depth, m, q.name AS via
}
WITH DISTINCT p, depth, m, via
OPTIONAL MATCH (m)<-[:PROPOSES]-(o:Paper)
WHERE o.id <> p.id
WITH depth, m, via, o ORDER BY coalesce(o.year, 9999), o.id
WITH depth, m, via, head(collect(o)) AS first
RETURN depth, m.name AS method, via, first.name AS proposed_by, first.year AS proposed_in
ORDER BY depth, method, m.id, via
