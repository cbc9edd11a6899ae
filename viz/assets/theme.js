/* Light and dark: the system's choice, unless the reader made one. */
let theme = {}, onTheme = null;

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  theme = { ink: value("--ink"), muted: value("--muted"), bg: value("--bg"), region: value("--region"),
    line: value("--line"), faint: value("--faint"), accent: value("--accent"), serif: value("--serif"), sans: value("--sans") };
  state.dark = value("--is-dark") === "1";
}

function remember(key, value) {
  try { localStorage.setItem(key, value); } catch { /* private windows and files may forbid it: then it is for this visit */ }
}

function recall(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

function toggleTheme() {
  const next = state.dark ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  remember("papergraph-theme", next);
  readTheme();
  if (onTheme) onTheme();
}

const remembered = recall("papergraph-theme");
if (remembered === "light" || remembered === "dark") document.documentElement.dataset.theme = remembered;
readTheme();
