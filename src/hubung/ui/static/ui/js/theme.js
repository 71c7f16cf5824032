// Changes the theme without loading the page again, so that nothing being typed is lost.
// Without this script the same links work through the server.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-theme-choice]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const choice = link.dataset.themeChoice;
  // Under the name that the server gives it (its setting COOKIE_PREFIX).
  const safe = location.protocol === "https:";
  const name = safe ? "__Host-theme" : "theme";
  const secure = safe ? ";secure" : "";
  document.cookie = `${name}=${choice};path=/;max-age=31536000;samesite=lax${secure}`;
  document.documentElement.dataset.theme = choice;
  const other = document.querySelector(`a[data-theme-choice]:not([data-theme-choice="${choice}"])`);
  other?.focus();
});
