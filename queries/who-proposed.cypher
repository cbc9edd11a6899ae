// Who proposed it
//
// The papers that propose a method, dataset or task, the earliest first, with the sentence that says so.
//
// @param entity: Entity = "Transformer" -- name, alias or id
// @column entity: string -- canonical name
// @column paper: string -- title
// @column year: integer -- year of the paper
// @column authors: string[] -- its authors, where known
// @column confidence: float -- how sure the extraction is
// @column evidence: string -- the first sentence that says so
// @column id: string -- id of the paper
// @tags papers, evidence
MATCH (e:Entity)
WHERE e.id = $entity OR toLower(e.name) = toLower($entity) OR any(a IN e.aliases WHERE toLower(a) = toLower($entity))
WITH e
ORDER BY CASE WHEN e.id = $entity THEN 0 WHEN e.name = $entity THEN 1
              WHEN toLower(e.name) = toLower($entity) THEN 2 ELSE 3 END,
         e.n_papers DESC, e.id
LIMIT 1
MATCH (e)<-[r:PROPOSES]-(p:Paper)
RETURN e.name AS entity, p.name AS paper, p.year AS year, p.authors AS authors, r.confidence AS confidence,
       r.evidence[0] AS evidence, p.id AS id
ORDER BY year, confidence DESC, id
