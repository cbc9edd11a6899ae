/* A page of a site without a picture: search over all pages, theme and keyboard. */
buildSearch();
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "INPUT") return;
  if (event.key === "/") { $("search").focus(); event.preventDefault(); }
  if (event.key === "t") toggleTheme();
});
$("theme").addEventListener("click", toggleTheme);
