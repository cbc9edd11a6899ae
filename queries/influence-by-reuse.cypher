// Influence by reuse
//
// The papers whose methods and datasets are taken up by most other papers. Uses before the year of the proposing
// paper do not count.
//
// @param limit: integer = 20 -- rows at most
// @column paper: string -- title of the proposing paper
// @column year: integer -- its year
// @column reused_by: integer -- other papers that use, compare with, evaluate or train on what it proposes
// @column proposals: string[] -- what is taken up
// @column id: string -- id of the paper
// @tags papers, time
MATCH (p:Paper)-[:PROPOSES]->(e:Method|Dataset)<-[:USES|COMPARES_WITH|EVALUATES_ON|TRAINS_ON]-(q:Paper)
WHERE q.id <> p.id AND (p.year IS NULL OR q.year IS NULL OR q.year >= p.year)
WITH p.id AS id, p.name AS paper, p.year AS year, e.name AS name, q.id AS user ORDER BY name
WITH id, paper, year, count(DISTINCT user) AS reused_by, collect(DISTINCT name) AS proposals
RETURN paper, year, reused_by, proposals, id
ORDER BY reused_by DESC, paper, id
LIMIT $limit
