// One form on several entities
//
// Forms that are a name or alias of more than one entity: merges that were missed, one thing under two labels,
// or truly ambiguous abbreviations. Settle them in aliases.toml.
//
// @param one_label: boolean = false -- only where the entities have one label
// @param limit: integer = 20 -- rows at most
// @column form: string -- the form, in lower case
// @column entities: string[] -- ids of the entities that bear it
// @column papers: integer -- papers that mention them, in all
// @tags quality
MATCH (e:Entity)
UNWIND e.aliases + [e.name] AS alias
WITH DISTINCT toLower(alias) AS form, e.id AS id, split(e.id, ':')[0] AS kind, e.n_papers AS n
ORDER BY id
WITH form, collect(id) AS entities, count(DISTINCT kind) AS kinds, sum(n) AS papers
WHERE size(entities) > 1 AND (NOT $one_label OR kinds < size(entities))
RETURN form, entities, papers
ORDER BY papers DESC, form
LIMIT $limit
