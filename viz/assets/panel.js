/* The detail panel: a node with its relations, an edge with its sentences, a community with its members. */
const ROWS = 8;

function openPanel(...children) {
  const back = el("button", { type: "button", class: "back", text: "← Back to the page", on: { click: clearSelection } });
  $("detail").replaceChildren(back, ...children);
  $("detail").hidden = false;
  $("detail").scrollTop = 0;
  document.documentElement.dataset.detail = "1";
}

function showStory() {
  $("detail").hidden = true;
  delete document.documentElement.dataset.detail;
}

const nodeButton = (i) => {
  const n = DATA.nodes[i];
  return el("button", { type: "button", class: "ref", "data-node": n.id }, shape(n.label), bdi(n.name));
};

function paperLink(number) {
  const paper = DATA.papers[number];
  if (!paper) return el("span", { text: "unknown paper" });
  const [title, href, year, node, inside] = paper;
  const outside = href && !inside;
  const link = href
    ? el("a", { href, target: outside ? "_blank" : null, rel: outside ? "noopener noreferrer" : null }, bdi(title))
    : node >= 0 ? el("button", { type: "button", class: "ref", "data-node": DATA.nodes[node].id }, bdi(title)) : bdi(title);
  return el("span", {}, link, year ? el("span", { class: "year", text: year }) : null);
}

function evidence(relation) {
  const quotes = relation[R.evidence].map(([sentence, paper]) => el("blockquote", { class: "quote" },
    el("p", {}, bdi(DATA.sentences[sentence])), el("footer", {}, paperLink(paper))));
  const more = relation[R.papers] - new Set(relation[R.evidence].map((e) => e[1])).size;
  if (quotes.length && more > 0) quotes.push(el("p", { class: "more", text: "and in " + plural(more, "more paper") }));
  if (relation[R.derived]) quotes.push(el("p", { class: "note", text: "Follows from the names, not from a sentence." }));
  if (!quotes.length) quotes.push(el("p", { class: "note", text: "No sentence is kept for this relation." }));
  return quotes;
}

const sureness = (relation) => el("span", { class: "sure", title: "confidence " + percent(relation[R.confidence]) },
  svg("svg", { viewBox: "0 0 40 4", "aria-hidden": "true" }, svg("rect", { width: 40, height: 4, class: "track" }),
    svg("rect", { width: 40 * relation[R.confidence], height: 4, class: "level" })),
  el("span", { text: percent(relation[R.confidence]) }));

function sparkline(node) {
  const values = node.papers_by_year;
  if (!values || values.length < 2) return null;
  const most = Math.max(...values), step = 240 / values.length;
  return el("figure", {}, svg("svg", { viewBox: "0 0 240 44", class: "chart", role: "img",
    "aria-label": "Papers by year from " + node.first_year + ": " + values.join(", ") },
    ...values.map((v, i) => svg("rect", { class: "bar", x: i * step + 1, width: Math.max(step - 2, 1), y: 44 - (42 * v) / most,
      height: (42 * v) / most }, svg("title", {}, node.first_year + i + ": " + v)))),
    el("figcaption", { text: node.first_year + " – " + (node.first_year + values.length - 1) }));
}

function relationGroups(i) {
  const groups = new Map();
  for (const [e, other] of NEIGHBOURS[i]) {
    for (const r of shownRelations[e]) {
      const out = (EDGES[e].from === i) === Boolean(r[R.forward]);
      const kind = RELATIONS[r[R.type]];
      const name = out || kind.symmetric ? kind.out : kind.in;
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push([other, r]);
    }
  }
  return [...groups].map(([name, rows]) => [name, rows.sort((a, b) => b[1][R.papers] - a[1][R.papers] || b[1][R.confidence] - a[1][R.confidence])]);
}

function relationRow([other, relation]) {
  return el("li", {}, el("details", {}, el("summary", {}, nodeButton(other),
    el("span", { class: "n", text: relation[R.papers] > 1 ? plural(relation[R.papers], "paper") : "" }), sureness(relation)),
    ...evidence(relation)));
}

function group(name, rows) {
  const list = el("ol", { class: "relations" }, ...rows.slice(0, ROWS).map(relationRow));
  const rest = rows.slice(ROWS);
  const more = rest.length ? el("button", { type: "button", class: "more", text: "Show " + rest.length.toLocaleString("en") + " more",
    on: { click: (event) => { list.append(...rest.map(relationRow)); event.target.remove(); } } }) : null;
  return el("section", { class: "block" }, el("h3", { text: name }, el("span", { class: "n", text: " " + rows.length })), list, more);
}

function showNode(i) {
  const n = DATA.nodes[i];
  const counts = [];
  if (n.n_papers) counts.push(plural(n.n_papers, "paper"));
  if (n.first_year) counts.push(n.first_year === n.last_year ? String(n.first_year) : n.first_year + " – " + n.last_year);
  counts.push(plural(n.degree, "relation") + " in the graph");
  if (n.degree > NEIGHBOURS[i].length) counts.push(NEIGHBOURS[i].length.toLocaleString("en") + " neighbours here");
  const aliases = n.aliases || [];
  const authors = n.authors ? n.authors.slice(0, 8).join(", ") + (n.authors.length > 8 ? " …" : "") : n.n_authors ? plural(n.n_authors, "author") : "";
  const open = n.href ? el("p", {}, el("a", { class: "open", href: n.href, text: "Open its page →" })) : null;
  const read = n.url ? el("p", {}, el("a", { class: "open", href: n.url, target: "_blank", rel: "noopener noreferrer", text: "Read the paper ↗" })) : null;
  openPanel(
    el("header", {}, el("p", { class: "kind" }, shape(n.label), n.label), el("h2", {}, bdi(n.name)),
      authors ? el("p", { class: "note" }, bdi(authors)) : null, el("p", { class: "counts", text: counts.join(" · ") }), open, read),
    aliases.length ? el("p", { class: "chips", "aria-label": "Aliases" }, ...aliases.map((a) => bdi(a, { class: "chip" })),
      n.more_aliases ? el("span", { class: "more", text: "and " + n.more_aliases + " more" }) : null) : null,
    sparkline(n), ...relationGroups(i).map(([name, rows]) => group(name, rows)));
}

function showEdge(i) {
  const edge = EDGES[i], relations = shownRelations[i];
  openPanel(
    el("header", {}, el("p", { class: "kind", text: plural(relations.length, "relation") }),
      el("h2", { class: "pair" }, nodeButton(edge.from), nodeButton(edge.to))),
    ...relations.map((r) => {
      const [a, b] = r[R.forward] ? [edge.from, edge.to] : [edge.to, edge.from];
      return el("section", { class: "block" }, el("p", { class: "step" }, nodeButton(a), el("span", { class: "rel", text: RELATIONS[r[R.type]].out }), nodeButton(b)),
        el("p", { class: "counts" }, plural(r[R.papers], "paper") + " · ", sureness(r)), ...evidence(r));
    }));
}

function showRegion(id) {
  const region = REGIONS.get(id);
  const members = DATA.nodes.flatMap((n, i) => (n.region === id ? [i] : []));
  const missing = region.size - members.length;
  openPanel(el("header", {}, el("p", { class: "kind", text: "Community of " + region.size.toLocaleString("en") }), el("h2", {}, bdi(region.name))),
    missing > 0 ? el("p", { class: "note", text: "The " + members.length.toLocaleString("en") + " most important are shown; " + missing.toLocaleString("en") + " are left out." }) : null,
    ...DATA.types.flatMap((t) => {
      const rows = members.filter((i) => DATA.nodes[i].label === t.label);
      return rows.length ? [el("section", { class: "block" }, el("h3", { text: t.label + "s" }, el("span", { class: "n", text: " " + rows.length })),
        el("ol", { class: "relations" }, ...rows.map((i) => el("li", {}, el("div", { class: "row" }, nodeButton(i),
          el("span", { class: "n", text: DATA.nodes[i].n_papers ? plural(DATA.nodes[i].n_papers, "paper") : "" }))))))] : [];
    }));
}

function showCrumbs() {
  const nav = $("crumbs");
  nav.hidden = state.region === null;
  if (state.region === null) return;
  nav.replaceChildren(el("button", { type: "button", text: "All communities", on: { click: () => enter(null) } }),
    el("span", { text: "›", "aria-hidden": "true" }), bdi(REGIONS.get(state.region).name));
}
