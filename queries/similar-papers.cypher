// Papers like this one
//
// Other papers that work with the same methods, datasets and tasks, by how many they share.
//
// @param paper: Paper = "Attention Is All You Need" -- title or a part of it, or id
// @param limit: integer = 20 -- rows at most
// @column paper: string -- title of the other paper
// @column year: integer -- its year
// @column shared: integer -- entities that both propose, use, address, evaluate or train on
// @column entities: string[] -- up to five of them
// @column id: string -- id of the other paper
// @tags papers
MATCH (p:Paper)
WHERE p.id = $paper OR toLower(p.name) CONTAINS toLower($paper)
WITH p
ORDER BY CASE WHEN p.id = $paper THEN 0 ELSE 1 END, size(p.name), p.id
LIMIT 1
MATCH (p)-[:PROPOSES|USES|ADDRESSES|EVALUATES_ON|TRAINS_ON]->(e:Entity)
MATCH (e)<-[:PROPOSES|USES|ADDRESSES|EVALUATES_ON|TRAINS_ON]-(q:Paper)
WHERE q.id <> p.id
WITH q.id AS id, q.name AS paper, q.year AS year, e.name AS name ORDER BY name
WITH id, paper, year, collect(name) AS names
RETURN paper, year, size(names) AS shared, names[..5] AS entities, id
ORDER BY shared DESC, paper, id
LIMIT $limit
