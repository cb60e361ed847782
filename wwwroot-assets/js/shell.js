// What the frame does in the browser: come back after a lost connection, and forget drafts at sign-out and when somebody else has signed in.
(() => {
  // What waited in this window for somebody else is not theirs who are here now: neither to send nor to read.
  const who = document.getElementById("sign-out").dataset.who;
  if (who && sessionStorage.getItem("who") !== who) {
    sessionStorage.clear();
    sessionStorage.setItem("who", who);
  }

  const panel = document.getElementById("components-reconnect-modal");

  const comeBack = async () => {
    try {
      if (await Blazor.reconnect() || await Blazor.resumeCircuit()) return;
    } catch {
      if (await signedOut()) reload();
      return; // Else the server is not there yet; the panel stays and says so.
    }
    reload(); // The server no longer knows this page; the address knows where we were.
  };

  // The reload that we do ourselves loses nothing: what is not saved yet is kept in this tab and sent by the page that comes.
  const reload = () => {
    dispatchEvent(new Event("comes-again"));
    location.reload();
  };

  // A session that is over looks like a server that does not answer: after a night the page would try for ever. So ask.
  let asked = 0;
  const signedOut = async () => {
    if (Date.now() - asked < 4000) return false;
    asked = Date.now();
    try {
      return (await fetch("_blazor/negotiate?negotiateVersion=1", { method: "POST" })).status === 401;
    } catch {
      return false;
    }
  };

  panel?.addEventListener("components-reconnect-state-changed", async e => {
    if (e.detail.state === "rejected" || (e.detail.state !== "hide" && await signedOut())) reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && panel?.classList.contains("components-reconnect-failed")) comeBack();
  });
  document.addEventListener("click", e => {
    if (e.target.closest("[data-come-back]")) comeBack();
    if (e.target.closest("[data-reload]")) reload();
  });
  document.addEventListener("submit", e => {
    if (e.target.id === "sign-out") sessionStorage.clear();
  });
})();
