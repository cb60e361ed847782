// What the frame does in the browser: come back after a lost connection, and forget drafts at sign-out.
(() => {
  const panel = document.getElementById("components-reconnect-modal");

  const comeBack = async () => {
    try {
      if (await Blazor.reconnect() || await Blazor.resumeCircuit()) return;
    } catch {
      return; // The server is not there yet; the panel stays and says so.
    }
    location.reload(); // The server no longer knows this page; the address knows where we were.
  };

  panel?.addEventListener("components-reconnect-state-changed", e => {
    if (e.detail.state === "rejected") location.reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && panel?.classList.contains("components-reconnect-failed")) comeBack();
  });
  document.addEventListener("click", e => {
    if (e.target.closest("[data-come-back]")) comeBack();
    if (e.target.closest("[data-reload]")) location.reload();
  });
  document.addEventListener("submit", e => {
    if (e.target.id === "sign-out") sessionStorage.clear();
  });
})();
