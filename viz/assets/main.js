/* Start: what a person needs first comes first, the picture last. */
buildRail();
buildSearch();
drawNetwork();
buildTools();
onTheme = repaint;
refresh();

/* Everything that names a node or a community shows it, wherever it stands on the page. */
function onName(event) {
  const named = event.target.closest("[data-node]"), region = event.target.closest("[data-region]");
  if (region) { enter(Number(region.dataset.region)); return; }
  if (!named || named.closest("#hits") || named.tagName === "A") return;
  const i = NUMBER.get(named.dataset.node);
  if (event.target.closest("summary")) event.preventDefault();
  if (i !== undefined) select(i);
  else say("It is not on this page's picture");
}
document.addEventListener("click", onName);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.tagName === "MARK") onName(event);
});
const wanted = NUMBER.get(decodeURIComponent(window.location.hash.slice(1)));
if (wanted !== undefined) select(wanted);
/* For people who script the page, and for its tests. */
window.papergraph = { data: DATA, find, select, state, network: () => network, picture,
  visible: () => shownNodes.flatMap((shown, i) => (shown ? [DATA.nodes[i].id] : [])),
  edges: () => edgeSet.get().filter((e) => !e.hidden) };
