// Papers without a year
//
// Papers that no input gave a year. They are left out of every query over time.
//
// @param limit: integer = 20 -- rows at most
// @column paper: string -- title
// @column sources: string[] -- inputs that it was read from
// @column id: string -- id
// @tags quality, papers, time
MATCH (p:Paper)
WHERE p.year IS NULL
RETURN p.name AS paper, p.sources AS sources, p.id AS id
ORDER BY paper, id
LIMIT $limit
