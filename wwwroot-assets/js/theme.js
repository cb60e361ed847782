// Runs before the first paint. The choice is a cookie, so that the server already renders light or dark; only "system" asks here.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => root.classList.toggle("dark", root.dataset.theme === "dark" || (root.dataset.theme === "system" && dark.matches));
  dark.addEventListener("change", apply);
  document.addEventListener("click", e => {
    const choice = e.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    root.dataset.theme = choice;
    document.cookie = `theme=${choice}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    apply();
  });
  apply();
})();
