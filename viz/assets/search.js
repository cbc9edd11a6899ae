/* Search by name, alias and abbreviation; a hit focuses its neighbourhood. */
const INDEX = DATA.nodes.map((n, i) => ({
  i, forms: [n.name, ...(n.aliases || []), ...(n.label === "Paper" ? [n.id] : [])].map((f) => [fold(f), f]),
  weight: (n.n_papers || 0) + NEIGHBOURS[i].length / 100,
}));
const MOST_HITS = 12;
let hits = [], active = -1;

/* In a site, everything that has a page is found too; its index is fetched from beside the page on first use. */
let site = [];
function loadIndex() {
  if (!DATA.index || window.PAPERGRAPH_INDEX !== undefined) return;
  window.PAPERGRAPH_INDEX = null;
  const script = el("script", { src: DATA.index });
  script.addEventListener("load", () => {
    site = window.PAPERGRAPH_INDEX.filter(([id]) => !NUMBER.has(id)).map(([id, label, name, href, papers, aliases]) => ({
      page: { id, label: TYPE_NAMES[label], name, href: DATA.index.replace(/[^/]*\/[^/]*$/, "") + href, n_papers: papers },
      forms: [name, ...aliases].map((f) => [fold(f), f]), weight: papers,
    }));
    showHits();
  });
  document.head.append(script);
}
const TYPE_NAMES = DATA.types.map((t) => t.label);

/* Exact before beginning, beginning of a word before inside; the name before an alias; then the more papers. */
function find(query) {
  const wanted = fold(query);
  if (!wanted) return [];
  const found = [];
  for (const entry of [...INDEX, ...site]) {
    let best = null;
    entry.forms.forEach(([folded, form], k) => {
      const at = folded.indexOf(wanted);
      if (at < 0) return;
      const rank = (folded === wanted ? 0 : at === 0 ? 2 : folded[at - 1] === " " ? 4 : 6) + (k ? 1 : 0);
      if (best === null || rank < best.rank) best = { rank, form: k ? form : null };
    });
    if (best) found.push({ ...best, i: entry.i, page: entry.page, weight: entry.weight });
  }
  return found.sort((a, b) => a.rank - b.rank || (a.page ? 1 : 0) - (b.page ? 1 : 0) || b.weight - a.weight);
}

function showHits() {
  const query = $("search").value;
  const all = find(query), list = $("hits");
  hits = all.slice(0, MOST_HITS);
  active = hits.length ? 0 : -1;
  list.replaceChildren(...hits.map((hit, k) => {
    const node = hit.page || DATA.nodes[hit.i];
    return el("li", { role: "option", id: "hit-" + k, "data-node": node.id, on: { mousedown: (e) => { e.preventDefault(); choose(k); } } },
      shape(node.label), bdi(node.name), hit.form && el("span", { class: "alias" }, bdi(hit.form)),
      el("span", { class: "n", text: (node.n_papers ? plural(node.n_papers, "paper") : node.first_year || "") + (hit.page ? " ↗" : "") }));
  }));
  if (query.trim() && !hits.length) list.append(el("li", { class: "none", text: DATA.index ? "Nothing bears that name." : "Nothing on this page bears that name." }));
  if (all.length > hits.length) list.append(el("li", { class: "none", text: (all.length - hits.length).toLocaleString("en") + " more; type on" }));
  list.hidden = !query.trim();
  $("search").setAttribute("aria-expanded", String(!list.hidden));
  mark();
}

function mark() {
  [...$("hits").children].forEach((item, k) => item.setAttribute("aria-selected", String(k === active)));
  if (active >= 0) $("search").setAttribute("aria-activedescendant", "hit-" + active);
  else $("search").removeAttribute("aria-activedescendant");
}

function closeHits() {
  $("hits").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
}

function choose(k) {
  const hit = hits[k];
  if (!hit) return;
  closeHits();
  if (hit.page) { window.open(hit.page.href, "_top"); return; }
  select(hit.i);
}

function buildSearch() {
  const input = $("search");
  input.addEventListener("input", showHits);
  input.addEventListener("focus", () => { loadIndex(); if (input.value) showHits(); });
  input.addEventListener("blur", closeHits);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = hits.length ? (active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length : -1;
      mark();
    } else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") {
      if (input.value) { input.value = ""; closeHits(); } else input.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
