// What the newest papers propose, use and address
:param papers => 12;
MATCH (p:Paper)
WITH p ORDER BY p.date DESC, p.id LIMIT $papers
MATCH way = (p)-[:PROPOSES|USES|ADDRESSES|EVALUATES_ON]->()
RETURN way;
