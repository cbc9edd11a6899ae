/* The rail: legend of types and relations (click hides), years, confidence, physics. */
function legendButton(kind, key, sign, name, n, about) {
  const hidden = kind === "type" ? state.hiddenTypes : state.hiddenRelations;
  const toggle = () => {
    if (!hidden.delete(key)) hidden.add(key);
    syncLegend();
    refresh();
    say(name + (hidden.has(key) ? " hidden" : " shown"));
  };
  return el("button", { type: "button", class: "legend", "data-kind": kind, "data-key": key, "aria-pressed": "true",
    title: about, on: { click: toggle } }, sign, el("span", { class: "name", text: name }),
    el("span", { class: "n", text: n.toLocaleString("en") }));
}

function syncLegend() {
  for (const button of document.querySelectorAll("button.legend")) {
    const type = button.dataset.kind === "type";
    const off = type ? state.hiddenTypes.has(button.dataset.key) : state.hiddenRelations.has(Number(button.dataset.key));
    button.setAttribute("aria-pressed", String(!off));
  }
  const filtered = state.hiddenTypes.size || state.hiddenRelations.size || state.confidence > 0 || state.years;
  $("reset").hidden = !filtered;
}

function line(relation, number) {
  return svg("svg", { viewBox: "0 0 22 8", class: "line r-" + number, "aria-hidden": "true" },
    svg("path", { d: "M0 4h22", stroke: lineColour(relation.colour) }));
}

function yearFilter() {
  const years = DATA.nodes.flatMap((n) => (n.first_year ? [n.first_year, n.last_year || n.first_year] : []));
  for (const relations of DATA.edges) for (const r of relations) if (r[R.years]) years.push(...r[R.years]);
  const low = years.reduce((a, b) => Math.min(a, b), Infinity), high = years.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(low < high)) {
    const text = low === high ? "All dated papers here are of " + low + "." : "No paper here has a date.";
    return el("p", { class: "hint", text });
  }
  const label = el("output", { text: low + " – " + high });
  const input = (value, name) => el("input", { type: "range", min: low, max: high, step: 1, value, "aria-label": name,
    on: { input: change } });
  const from = input(low, "First year"), to = input(high, "Last year");
  function change() {
    const a = Math.min(from.value, to.value), b = Math.max(from.value, to.value);
    state.years = a === low && b === high ? null : [a, b];
    label.textContent = a + " – " + b;
    syncLegend();
    refresh();
  }
  resets.push(() => { from.value = low; to.value = high; change(); });
  return el("div", { class: "years" }, label, el("div", { class: "double" }, from, to));
}

function confidenceFilter() {
  const label = el("output", { text: "any" });
  const input = el("input", { type: "range", min: 0, max: 99, step: 1, value: 0, id: "confidence",
    "aria-label": "Least confidence in percent", on: { input: change } });
  function change() {
    state.confidence = Number(input.value) / 100;
    label.textContent = state.confidence ? "at least " + percent(state.confidence) : "any";
    syncLegend();
    refresh();
  }
  resets.push(() => { input.value = 0; change(); });
  return el("div", { class: "confidence" }, label, input);
}

const resets = [];

function resetFilters() {
  state.hiddenTypes.clear();
  state.hiddenRelations.clear();
  resets.forEach((reset) => reset());
  syncLegend();
  refresh();
}

function setPhysics(on) {
  state.physics = on;
  $("physics").checked = on;
  network.setOptions({ physics: { enabled: on } });
  say("Physics " + (on ? "on" : "off"));
}

function buildRail() {
  const types = DATA.types.filter((t) => t.n);
  const relations = RELATIONS.map((r, i) => [r, i]).filter(([r]) => r.n).sort((a, b) => b[0].n - a[0].n);
  const switchBox = el("input", { type: "checkbox", id: "physics", role: "switch",
    on: { change: (event) => setPhysics(event.target.checked) } });
  $("rail").append(
    el("h2", { text: "Types" }),
    el("div", { class: "list" }, ...types.map((t) => legendButton("type", t.label, shape(t.label), t.label, t.n, t.about))),
    el("h2", { text: "Relations" }),
    el("div", { class: "list" }, ...relations.map(([r, i]) => legendButton("relation", i, line(r, i), r.out, r.n, r.about))),
    el("h2", { text: "Years" }), yearFilter(),
    el("h2", { text: "Confidence" }), confidenceFilter(),
    el("label", { class: "switch" }, switchBox, el("span", { text: "Physics" })),
    el("button", { type: "button", id: "reset", hidden: true, text: "Reset filters", on: { click: resetFilters } }),
    el("p", { class: "hint", id: "shown" }));
}
