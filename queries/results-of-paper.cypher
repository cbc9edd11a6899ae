// Results of a paper
//
// The numbers that a paper reports, with what each one measures.
//
// @param paper: Paper = "Attention Is All You Need" -- title or a part of it, or id
// @column paper: string -- title
// @column metric: string -- what is measured
// @column value: string -- the number as written
// @column unit: string -- its unit
// @column delta: boolean -- true for an improvement rather than a score
// @column method: string -- whose result it is
// @column dataset: string -- what it was measured on
// @column task: string -- what for
// @column evidence: string -- the sentence that says so
// @tags papers, results, evidence
MATCH (p:Paper)
WHERE p.id = $paper OR toLower(p.name) CONTAINS toLower($paper)
WITH p
ORDER BY CASE WHEN p.id = $paper THEN 0 ELSE 1 END, size(p.name), p.id
LIMIT 1
MATCH (p)-[r:REPORTS]->(s:Result)
OPTIONAL MATCH (s)-[:OF]->(x:Metric)
OPTIONAL MATCH (s)-[:BY]->(m:Method)
OPTIONAL MATCH (s)-[:ON]->(d:Dataset)
OPTIONAL MATCH (s)-[:FOR]->(t:Task)
RETURN p.name AS paper, x.name AS metric, s.value AS value, s.unit AS unit, s.delta AS delta, m.name AS method,
       d.name AS dataset, t.name AS task, r.evidence[0] AS evidence
ORDER BY s.id
