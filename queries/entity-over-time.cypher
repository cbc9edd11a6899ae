// A method, dataset or task over time
//
// Year by year, the papers that mention an entity and what they do with it. Papers without a year are left out.
//
// @param entity: Entity = "Transformer" -- name, alias or id
// @column entity: string -- canonical name
// @column year: integer -- year of the papers
// @column papers: integer -- papers that bear on it
// @column proposes: integer -- of these, papers that propose it
// @column mentions: integer -- of these, papers that only mention it
// @tags time
MATCH (e:Entity)
WHERE e.id = $entity OR toLower(e.name) = toLower($entity) OR any(a IN e.aliases WHERE toLower(a) = toLower($entity))
WITH e
ORDER BY CASE WHEN e.id = $entity THEN 0 WHEN e.name = $entity THEN 1
              WHEN toLower(e.name) = toLower($entity) THEN 2 ELSE 3 END,
         e.n_papers DESC, e.id
LIMIT 1
MATCH (e)<-[r]-(p:Paper)
WHERE p.year IS NOT NULL
RETURN e.name AS entity, p.year AS year, count(*) AS papers,
       sum(CASE WHEN type(r) = 'PROPOSES' THEN 1 ELSE 0 END) AS proposes,
       sum(CASE WHEN type(r) = 'MENTIONS' THEN 1 ELSE 0 END) AS mentions
ORDER BY year
