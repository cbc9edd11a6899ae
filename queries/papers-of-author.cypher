// Papers of an author
//
// The papers with an author of that name (or a part of it), and what they propose. Not every input tells the
// authors.
//
// @param author: string = "Vaswani" -- name or a part of it
// @param limit: integer = 20 -- rows at most
// @column paper: string -- title
// @column year: integer -- year of the paper
// @column authors: string[] -- matching authors
// @column proposes: string[] -- methods, datasets and tasks that the paper proposes
// @column id: string -- id of the paper
// @tags papers
MATCH (p:Paper)
WHERE any(a IN p.authors WHERE toLower(a) CONTAINS toLower($author))
OPTIONAL MATCH (p)-[:PROPOSES]->(e:Entity)
WITH p, e.name AS name ORDER BY name
WITH p, collect(name) AS proposes
RETURN p.name AS paper, p.year AS year, [a IN p.authors WHERE toLower(a) CONTAINS toLower($author)] AS authors,
       proposes, p.id AS id
ORDER BY coalesce(year, 0) DESC, paper, id
LIMIT $limit
