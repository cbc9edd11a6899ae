// Parts of a method
//
// What a method is made of, with the sentence that says so.
//
// @param method: Method = "Transformer" -- name, alias or id of the method
// @param limit: integer = 20 -- rows at most
// @column method: string -- canonical name of the method
// @column part: string -- component
// @column papers: integer -- papers that say so
// @column confidence: float -- how sure the extraction is
// @column derived: boolean -- true when it follows from the names alone
// @column evidence: string -- the first sentence that says so
// @tags methods, lineage, evidence
MATCH (m:Method)
WHERE m.id = $method OR toLower(m.name) = toLower($method) OR any(a IN m.aliases WHERE toLower(a) = toLower($method))
WITH m
ORDER BY CASE WHEN m.id = $method THEN 0 WHEN m.name = $method THEN 1
              WHEN toLower(m.name) = toLower($method) THEN 2 ELSE 3 END,
         m.n_papers DESC, m.id
LIMIT 1
MATCH (m)<-[r:PART_OF]-(o:Method)
RETURN m.name AS method, o.name AS part, r.n_papers AS papers, r.confidence AS confidence, r.derived AS derived,
       r.evidence[0] AS evidence
ORDER BY papers DESC, confidence DESC, part, o.id
LIMIT $limit
