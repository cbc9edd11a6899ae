// What the newest papers propose, use and address
MATCH (p:Paper)
WITH p ORDER BY p.date DESC, p.year DESC, p.id LIMIT 12
MATCH way = (p)-[:PROPOSES|USES|ADDRESSES|EVALUATES_ON]->()
RETURN way;
