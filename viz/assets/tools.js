/* PNG, tooltip and keyboard. */
function tip(i, event) {
  const box = $("tip");
  if (i === null) { box.hidden = true; return; }
  const n = DATA.nodes[i];
  const about = [n.label, n.n_papers ? plural(n.n_papers, "paper") : "", n.first_year ? (n.first_year === n.last_year ? n.first_year : n.first_year + " – " + n.last_year) : ""];
  box.replaceChildren(bdi(n.name), el("span", { text: about.filter(Boolean).join(" · ") }));
  box.hidden = false;
  const place = $("stage").getBoundingClientRect();
  const x = event.clientX - place.left, y = event.clientY - place.top;
  box.style.left = Math.max(8, Math.min(x + 14, place.width - box.offsetWidth - 8)) + "px";
  box.style.top = Math.max(8, Math.min(y + 14, place.height - box.offsetHeight - 8)) + "px";
}

/* The picture as it stands, with title and legend, at twice the screen's size. */
function picture() {
  const source = $("mynetwork").querySelector("canvas");
  const ratio = source.width / source.clientWidth, pad = 24 * ratio, head = 64 * ratio, foot = 40 * ratio;
  const canvas = document.createElement("canvas");
  canvas.width = source.width + 2 * pad;
  canvas.height = source.height + head + foot;
  const c = canvas.getContext("2d");
  c.fillStyle = theme.bg;
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.drawImage(source, pad, head);
  c.fillStyle = theme.ink;
  c.font = "600 " + 22 * ratio + "px " + theme.serif;
  c.fillText(clip(c, document.querySelector("h1 bdi").textContent, canvas.width - 2 * pad), pad, 36 * ratio);
  c.font = 12 * ratio + "px " + theme.sans;
  c.fillStyle = theme.muted;
  c.fillText(clip(c, document.querySelector(".headline p").textContent, canvas.width - 2 * pad), pad, 55 * ratio);
  let x = pad;
  for (const t of DATA.types.filter((type) => type.n && !state.hiddenTypes.has(type.label))) {
    const y = canvas.height - 16 * ratio;
    c.save();
    c.translate(x, y - 9 * ratio);
    c.scale((11 * ratio) / 16, (11 * ratio) / 16);
    c.fillStyle = t.colour;
    if (OUTLINES[t.shape]) c.fill(new Path2D(OUTLINES[t.shape]));
    else { c.beginPath(); c.arc(8, 8, 6.4, 0, 2 * Math.PI); c.fill(); }
    c.restore();
    c.fillStyle = theme.muted;
    c.fillText(t.label, x + 16 * ratio, y);
    x += c.measureText(t.label).width + 34 * ratio;
  }
  return canvas;
}

function savePicture() {
  picture().toBlob((blob) => {
    const address = URL.createObjectURL(blob);
    const name = (DATA.page + "-" + fold(DATA.title).replace(/[^a-z0-9]+/g, "-")).slice(0, 60).replace(/-+$/, "");
    el("a", { href: address, download: name + ".png" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    say("Picture saved");
  });
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor, animation: calm() ? false : { duration: 120 } });
}

/* From the selected node to the one that lies best in the direction of the arrow: a neighbour where there is one. */
function walk(dx, dy) {
  const visible = shownNodes.flatMap((shown, i) => (shown ? [i] : []));
  if (!visible.length) return;
  if (state.node === null || !shownNodes[state.node]) {
    return select(DATA.focus.find((i) => shownNodes[i]) ?? visible.reduce((a, b) => (NEIGHBOURS[b].length > NEIGHBOURS[a].length ? b : a)));
  }
  const here = network.getPosition(state.node);
  const best = (candidates) => {
    let found = null, least = Infinity;
    for (const i of candidates) {
      if (i === state.node || !shownNodes[i]) continue;
      const place = network.getPosition(i), x = place.x - here.x, y = place.y - here.y;
      const along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (along > 0 && along > aside * 0.4 && along + 2 * aside < least) { least = along + 2 * aside; found = i; }
    }
    return found;
  };
  const next = best(NEIGHBOURS[state.node].map(([, other]) => other)) ?? best(visible);
  if (next !== null) select(next);
}

function showHelp() {
  $("help").showModal();
  $("help").querySelector("button").focus();
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (typing) return;
  const inside = $("mynetwork").contains(event.target);
  const actions = {
    "/": () => $("search").focus(), "?": () => showHelp(), "0": () => fit(), "+": () => zoom(1.3), "=": () => zoom(1.3),
    "-": () => zoom(1 / 1.3), p: () => setPhysics(!state.physics), t: toggleTheme, s: savePicture,
    Escape: () => (state.node !== null || state.edge !== null ? clearSelection() : enter(null)),
  };
  if (inside && ARROWS[event.key]) walk(...ARROWS[event.key]);
  else if (inside && event.key === "Enter") {
    if (state.node !== null) { follow(state.node); $("side").focus(); }
    else if (REGIONS.size && state.region === null) enter([...REGIONS.keys()][0]);
  } else if (actions[event.key]) actions[event.key]();
  else return;
  event.preventDefault();
}

function buildTools() {
  $("stage").append(el("div", { id: "tip", hidden: true, "aria-hidden": "true" }));
  $("fit").addEventListener("click", () => fit());
  $("png").addEventListener("click", savePicture);
  $("theme").addEventListener("click", toggleTheme);
  $("keys").addEventListener("click", showHelp);
  document.addEventListener("keydown", onKey);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
}
