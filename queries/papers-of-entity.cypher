// Papers of anything
//
// The papers that bear on a method, dataset, task or metric, in whatever role, the newest first.
//
// @param entity: Entity = "ImageNet" -- name, alias or id
// @param since: integer = null -- only papers of this year or later
// @param limit: integer = 20 -- rows at most
// @column entity: string -- canonical name
// @column paper: string -- title
// @column year: integer -- year of the paper
// @column role: string -- what the paper does with it
// @column confidence: float -- how sure the extraction is
// @column id: string -- id of the paper
// @tags papers
MATCH (e:Entity)
WHERE e.id = $entity OR toLower(e.name) = toLower($entity) OR any(a IN e.aliases WHERE toLower(a) = toLower($entity))
WITH e
ORDER BY CASE WHEN e.id = $entity THEN 0 WHEN e.name = $entity THEN 1
              WHEN toLower(e.name) = toLower($entity) THEN 2 ELSE 3 END,
         e.n_papers DESC, e.id
LIMIT 1
MATCH (e)<-[r]-(p:Paper)
WHERE $since IS NULL OR p.year >= $since
RETURN e.name AS entity, p.name AS paper, p.year AS year, type(r) AS role, r.confidence AS confidence, p.id AS id
ORDER BY coalesce(year, 0) DESC, paper, id
LIMIT $limit
