// Top metrics
//
// The metrics that most papers mention, with how many papers report by each and how many numbers the graph has
// of it.
//
// @param limit: integer = 20 -- rows at most
// @column metric: string -- canonical name
// @column papers: integer -- papers that mention it
// @column reported: integer -- papers that report results by it
// @column results: integer -- reported numbers
// @tags overview, metrics
MATCH (x:Metric)
WITH x ORDER BY x.n_papers DESC, x.name, x.id LIMIT $limit
RETURN x.name AS metric, x.n_papers AS papers, COUNT { (x)<-[:MEASURES]-(:Paper) } AS reported,
       COUNT { (x)<-[:OF]-(:Result) } AS results
ORDER BY papers DESC, metric, x.id
