/* What every part uses: the data, the state, and elements made without ever parsing text as HTML. */
const $ = (id) => document.getElementById(id);
const read = (id) => ($(id) ? JSON.parse($(id).textContent) : []);
const DATA = read("data"), NODES = read("nodes"), EDGES = read("edges"), OPTIONS = read("options");
const TYPES = new Map(DATA.types.map((t) => [t.label, t]));
const RELATIONS = DATA.relations || [];
const REGIONS = new Map((DATA.regions || []).map((r) => [r.id, r]));
/* Positions in a packed relation. */
const R = { type: 0, forward: 1, confidence: 2, papers: 3, derived: 4, years: 5, evidence: 6 };

const state = {
  hiddenTypes: new Set(), hiddenRelations: new Set(), years: null, confidence: 0,
  region: null, node: null, edge: null, physics: false, dark: false,
};

function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [type, listener] of Object.entries(value)) made.addEventListener(type, listener);
    else if (key === "text") made.textContent = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return made;
}

function svg(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/* Names stand isolated, so that right-to-left text never reorders what is around it. */
const bdi = (text, attributes) => el("bdi", { ...attributes, text });

const OUTLINES = {
  diamond: "M8 1l7 7-7 7-7-7z", triangle: "M8 1.5l7 12.5H1z",
  star: "M8 .8l2.2 4.8 5.1.6-3.8 3.6 1 5.2L8 12.4 3.5 15l1-5.2L.7 6.2l5.1-.6z",
  hexagon: "M4.4 1.6h7.2L15.2 8l-3.6 6.4H4.4L.8 8z", square: "M2.5 2.5h11v11h-11z",
};

function shape(label) {
  const kind = TYPES.get(label).shape;
  const inner = OUTLINES[kind] ? svg("path", { d: OUTLINES[kind] }) : svg("circle", { cx: 8, cy: 8, r: 6.4 });
  return svg("svg", { viewBox: "0 0 16 16", class: "shape t-" + label, "aria-hidden": "true" }, inner);
}

/* Case, accents, hyphens and spaces don't matter in a search. */
const fold = (text) =>
  text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[\s\-_]+/g, " ").trim();

const plural = (n, noun) => n.toLocaleString("en") + " " + noun + (n === 1 ? "" : "s");
const percent = (x) => Math.round(x * 100) + " %";
const say = (text) => { $("live").textContent = text; };
const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

const NEIGHBOURS = DATA.nodes.map(() => []);
EDGES.forEach((e, i) => {
  NEIGHBOURS[e.from].push([i, e.to]);
  NEIGHBOURS[e.to].push([i, e.from]);
});
const NUMBER = new Map(DATA.nodes.map((n, i) => [n.id, i]));
