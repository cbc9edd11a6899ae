/* What is drawn behind and over the nodes: years as bands, communities as circles with their names. */
/* Years as bands behind the nodes; their names stay at the upper edge of the window. */
function drawBands(context) {
  if (!DATA.bands.length) return;
  const scale = network.getScale(), view = network.getViewPosition(), box = $("mynetwork").getBoundingClientRect();
  const top = view.y - box.height / 2 / scale, bottom = view.y + box.height / 2 / scale;
  context.textAlign = "center";
  context.font = "600 " + 13 / scale + "px " + theme.sans;
  DATA.bands.forEach(([left, right, name], i) => {
    if (i % 2 === 0) { context.fillStyle = theme.region; context.fillRect(left, top, right - left, bottom - top); }
    context.fillStyle = theme.muted;
    context.fillText(name, (left + right) / 2, top + 22 / scale);
  });
}

function drawRegions(context) {
  drawBands(context);
  for (const region of REGIONS.values()) {
    if (state.region !== null && state.region !== region.id) continue;
    context.beginPath();
    context.arc(region.x, region.y, region.r, 0, 2 * Math.PI);
    context.fillStyle = theme.region;
    context.fill();
    context.lineWidth = 1 / network.getScale();
    context.strokeStyle = theme.line;
    context.stroke();
  }
}

/* Names keep their size on the screen, as on a map; they leave when one is inside. */
function nameRegions(context) {
  if (state.region !== null || state.node !== null) return;
  const scale = network.getScale();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const taken = [];
  for (const region of REGIONS.values()) {
    const radius = region.r * scale;
    if (radius < 14 || radius > 420) continue;
    const size = Math.max(10.5, Math.min(15, radius / 6)) / scale, step = size * 1.2;
    const small = radius < 46;
    const lines = region.name.split(" · ").slice(0, small ? 1 : radius < 75 ? 2 : 3);
    context.lineWidth = 4 / scale;
    context.strokeStyle = theme.bg;
    context.fillStyle = theme.ink;
    const wide = small ? 130 / scale : region.r * 1.5, tall = step * lines.length;
    const top = small ? region.y + region.r + size * 0.9 : region.y - region.r * 0.76;
    /* The larger community keeps its name where two would overlap. */
    const room = { l: region.x - wide / 2, r: region.x + wide / 2, t: top - size / 2, b: top + tall };
    if (taken.some((o) => room.l < o.r && room.r > o.l && room.t < o.b && room.b > o.t)) continue;
    taken.push(room);
    lines.forEach((line, i) => {
      context.font = (i ? "400 " : "600 ") + size * (i ? 0.88 : 1) + "px " + theme.sans;
      const half = Math.sqrt(Math.max(region.r ** 2 - (top + i * step - region.y) ** 2, 0));
      const text = clip(context, line, small ? 120 / scale : Math.max(half * 2.1, 110 / scale));
      context.strokeText(text, region.x, top + i * step);
      context.fillText(text, region.x, top + i * step);
    });
  }
}

function clip(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 3 && context.measureText(text.slice(0, end) + "…").width > width) end--;
  return text.slice(0, end).trim() + "…";
}

function regionAt(point) {
  for (const region of REGIONS.values()) {
    if (state.region === null && Math.hypot(point.x - region.x, point.y - region.y) <= region.r) return region.id;
  }
  return null;
}
