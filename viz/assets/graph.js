/* The picture: vis-network with our colours, what is visible and what stands back, and the regions behind. */
let network = null, nodeSet = null, edgeSet = null;
let shownNodes = [], shownRelations = [];
const nodeKeys = [], edgeKeys = [];

function mix(hex, other, share) {
  const a = parseInt(hex.slice(1), 16), b = parseInt(other.slice(1), 16);
  const part = (s) => Math.round(((a >> s) & 255) * (1 - share) + ((b >> s) & 255) * share);
  return "#" + ((1 << 24) | (part(16) << 16) | (part(8) << 8) | part(0)).toString(16).slice(1);
}

/* Light colours need weight on white, dark ones need light on black. */
const lineColour = (hex) => (state.dark ? mix(hex, "#ffffff", 0.18) : mix(hex, "#000000", 0.12));

function groups() {
  const made = {};
  for (const t of DATA.types) {
    const border = state.dark ? mix(t.colour, "#ffffff", 0.35) : mix(t.colour, "#000000", 0.28);
    const strong = { background: t.colour, border: state.dark ? "#ffffff" : "#111111" };
    made[t.label] = { shape: t.shape, color: { background: t.colour, border, highlight: strong, hover: strong } };
  }
  return made;
}

const overlaps = (first, last) => state.years === null || first === undefined || first === null ||
  (first <= state.years[1] && last >= state.years[0]);

function passes(relation) {
  const years = relation[R.years];
  return !state.hiddenRelations.has(relation[R.type]) && relation[R.confidence] >= state.confidence &&
    (!years || overlaps(years[0], years[1]));
}

/* Work out what the filters leave: relations first, then the nodes that keep one (or never had one). */
function computeVisible() {
  shownRelations = DATA.edges.map((relations) => relations.filter(passes));
  const focus = new Set(DATA.focus);
  shownNodes = DATA.nodes.map((n, i) => {
    if (state.hiddenTypes.has(n.label) || !overlaps(n.first_year, n.last_year)) return false;
    if (REGIONS.size && (state.region === null ? n.back && i !== state.node : n.region !== state.region)) return false;
    return focus.has(i) || !NEIGHBOURS[i].length || NEIGHBOURS[i].some(([e]) => shownRelations[e].length);
  });
}

function lit() {
  if (state.edge !== null) return new Set([EDGES[state.edge].from, EDGES[state.edge].to]);
  if (state.node === null) return null;
  const found = new Set([state.node]);
  for (const [e, other] of NEIGHBOURS[state.node]) if (shownRelations[e].length) found.add(other);
  return found;
}

function nodeLook(i, near) {
  const away = near !== null && !near.has(i);
  return { id: i, hidden: !shownNodes[i], opacity: away ? 0.16 : 1,
    font: { ...(NODES[i].font || {}), color: away ? theme.faint : theme.ink } };
}

function edgeLook(i, near) {
  const relations = shownRelations[i], edge = EDGES[i];
  const hidden = !relations.length || !shownNodes[edge.from] || !shownNodes[edge.to];
  if (hidden) return { id: i, hidden };
  const touches = state.edge === i || (state.edge === null && state.node !== null &&
    (edge.from === state.node || edge.to === state.node));
  const across = REGIONS.size && DATA.nodes[edge.from].region !== DATA.nodes[edge.to].region;
  const rest = across ? 0.12 : EDGES.length > 900 ? 0.3 : 0.5;
  const opacity = near === null ? rest : touches ? 0.95 : 0.05;
  const few = EDGES.length <= 40 || (touches && near.size <= 30);
  const name = RELATIONS[relations[0][R.type]].out;
  const label = few ? name + (relations.length > 1 ? " +" + (relations.length - 1) : "")
    : relations.length > 1 && (touches || EDGES.length <= 300) ? String(relations.length) : " ";
  const colour = lineColour(RELATIONS[relations[0][R.type]].colour);
  return { id: i, hidden, label, color: { color: colour, highlight: colour, hover: colour, opacity },
    dashes: relations.every((r) => r[R.derived]) ? [4, 4] : false,
    font: { color: opacity < 0.1 ? "rgba(0,0,0,0)" : theme.muted, strokeColor: theme.bg } };
}

/* Only what changed is handed to the network: a filter on thousands of nodes stays quick. */
function refresh() {
  computeVisible();
  const near = lit();
  const changed = (count, look, keys) => {
    const updates = [];
    for (let i = 0; i < count; i++) {
      const item = look(i, near), key = JSON.stringify(item);
      if (keys[i] !== key) { keys[i] = key; updates.push(item); }
    }
    return updates;
  };
  const nodes = changed(NODES.length, nodeLook, nodeKeys), edges = changed(EDGES.length, edgeLook, edgeKeys);
  if (nodeSet && nodes.length) nodeSet.update(nodes);
  if (edgeSet && edges.length) edgeSet.update(edges);
  const n = shownNodes.filter(Boolean).length;
  const hidden = $("shown");
  if (hidden) hidden.textContent = n.toLocaleString("en") + " of " + NODES.length.toLocaleString("en") + " nodes shown";
  $("empty").hidden = n > 0;
  if (!n && NODES.length) $("empty").textContent = "The filters hide everything. Reset them to see the graph.";
}

function drawNetwork() {
  readTheme();
  computeVisible();
  const near = lit();
  nodeSet = new vis.DataSet(NODES.map((n, i) => ({ ...n, ...nodeLook(i, near) })));
  edgeSet = new vis.DataSet(EDGES.map((e, i) => ({ ...e, ...edgeLook(i, near) })));
  const options = { ...OPTIONS, groups: groups() };
  options.nodes = { ...OPTIONS.nodes, font: { ...OPTIONS.nodes.font, color: theme.ink, face: theme.sans,
    strokeWidth: 3, strokeColor: theme.bg } };
  options.edges = { ...OPTIONS.edges, font: { size: 10, face: theme.sans, align: "middle", strokeWidth: 3 },
    hoverWidth: 0.6, selectionWidth: 1 };
  network = new vis.Network($("mynetwork"), { nodes: nodeSet, edges: edgeSet }, options);
  network.on("beforeDrawing", drawRegions);
  network.on("afterDrawing", nameRegions);
  network.on("click", onClick);
  network.on("doubleClick", (event) => { if (event.nodes.length) follow(event.nodes[0]); });
  network.on("hoverNode", (event) => tip(event.node, event.event));
  network.on("blurNode", () => tip(null));
  network.on("dragStart", () => tip(null));
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "1"; });
  fit(false);
}

function repaint() {
  readTheme();
  nodeKeys.length = edgeKeys.length = 0;
  network.setOptions({ groups: groups(), nodes: { font: { strokeColor: theme.bg, color: theme.ink } } });
  refresh();
  network.redraw();
}

function onClick(event) {
  $("mynetwork").focus({ preventScroll: true });
  if (event.nodes.length) return select(event.nodes[0], { move: false });
  if (event.edges.length) return selectEdge(event.edges[0]);
  const region = regionAt(event.pointer.canvas);
  if (region !== null) return enter(region);
  clearSelection();
}

/* Show these nodes with their captions, which the library's own fit forgets. */
function frame(ids, animate, closest) {
  let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
  const places = network.getPositions(ids);
  for (const i of ids) {
    const { x, y } = places[i], size = NODES[i].size;
    const wide = Math.max(size, 3.4 * Math.max(...NODES[i].label.split("\n").map((l) => l.length)));
    left = Math.min(left, x - wide);
    right = Math.max(right, x + wide);
    top = Math.min(top, y - size);
    bottom = Math.max(bottom, y + size + 34);
  }
  for (const r of REGIONS.values()) {
    if (state.node !== null || (state.region !== null && state.region !== r.id)) continue;
    left = Math.min(left, r.x - r.r);
    right = Math.max(right, r.x + r.r);
    top = Math.min(top, r.y - r.r);
    bottom = Math.max(bottom, r.y + r.r);
  }
  const box = $("mynetwork").getBoundingClientRect(), head = DATA.bands.length ? 34 : 0;
  const scale = Math.min((box.width - 36) / (right - left), (box.height - 36 - head) / (bottom - top), closest);
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 - head / 2 / scale }, scale: Math.max(scale, 0.02),
    animation: animate && !calm() ? { duration: 350 } : false });
}

function fit(animate = true) {
  const ids = shownNodes.flatMap((shown, i) => (shown ? [i] : []));
  if (!ids.length) return;
  frame(ids, animate, 1.2);
}

/* Drill down into a community, or (null) come back to all of them. */
function enter(region) {
  state.region = region;
  state.node = state.edge = null;
  network.unselectAll();
  refresh();
  fit();
  showCrumbs();
  showStory();
  if (region !== null) showRegion(region);
  say(region === null ? "All communities" : "Community " + REGIONS.get(region).name);
}

function select(i, { move = true } = {}) {
  const node = DATA.nodes[i];
  if (REGIONS.size && !shownNodes[i] && node.region !== undefined) state.region = node.region;
  state.hiddenTypes.delete(node.label);
  state.node = i;
  state.edge = null;
  refresh();
  network.selectNodes([i], false);
  if (move) {
    const near = [...lit()].filter((k) => shownNodes[k]);
    frame(near, true, 1.2);
  }
  showCrumbs();
  showNode(i);
  syncMarks(node.id);
  syncLegend();
  history.replaceState(null, "", "#" + encodeURIComponent(node.id));
  say(node.label + " " + node.name + ", " + plural(NEIGHBOURS[i].length, "neighbour") + " on this page");
}

function syncMarks(id) {
  for (const mark of document.querySelectorAll("mark")) mark.classList.toggle("on", mark.dataset.node === id);
}

function selectEdge(i) {
  state.edge = i;
  state.node = null;
  refresh();
  network.setSelection({ nodes: [], edges: [i] }, { highlightEdges: false });
  showEdge(i);
  say("Relations between " + DATA.nodes[EDGES[i].from].name + " and " + DATA.nodes[EDGES[i].to].name);
}

function clearSelection() {
  state.node = state.edge = null;
  network.unselectAll();
  refresh();
  showStory();
  syncMarks(null);
  if (state.region !== null) showRegion(state.region);
  history.replaceState(null, "", "#");
}

function follow(i) {
  const node = DATA.nodes[i];
  if (node.href) window.open(node.href, "_top");
}
