// What the frame does in the browser: come back after a lost connection, say what is not saved yet and that a page is on its way, copy, and
// forget drafts at sign-out and when somebody else has signed in.
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
  // What was decided and not saved yet waits in this window for its review (outbox.js): any other page says so and leads there, and neither
  // the window nor the session is left without a question.
  const waiting = () => Object.keys(sessionStorage).filter(k => k.startsWith("outbox."))
    .map(k => ({ campaign: k.slice(k.lastIndexOf(".") + 1), count: JSON.parse(sessionStorage.getItem(k)).length })).filter(w => w.count > 0);
  const notSaved = () => waiting().reduce((sum, w) => sum + w.count, 0);

  const line = document.getElementById("not-saved");
  const say = () => {
    const reviews = /\/campaigns\/\d+\/review$/.test(location.pathname) ? [] : waiting(); // There the footer says it.
    line.hidden = reviews.length === 0;
    line.replaceChildren(...reviews.map(({ campaign, count }) => {
      const [p, open] = [document.createElement("p"), document.createElement("a")];
      open.href = `campaigns/${campaign}/review`;
      open.textContent = "Open it";
      p.append(`${count} not saved yet in a review of yours. `, open, " to save what you decided.");
      return p;
    }));
  };
  addEventListener("outbox", say);
  say();

  let comes = false;
  addEventListener("comes-again", () => { comes = true; });
  addEventListener("beforeunload", e => !comes && notSaved() && e.preventDefault());

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && panel?.classList.contains("components-reconnect-failed")) comeBack();
  });

  // What a button copies is copied within the click: some browsers take it only then. The page asks afterwards whether it was.
  const copy = async from => {
    try {
      await navigator.clipboard.writeText(from.value ?? from.textContent);
      return true;
    } catch {
      return false;
    }
  };
  let copying = false;
  window.wasCopied = () => copying;
  document.addEventListener("click", e => {
    const copies = e.target.closest("[data-copy]");
    if (copies) copying = copy(document.getElementById(copies.dataset.copy));
    if (e.target.closest("[data-come-back]")) comeBack();
    if (e.target.closest("[data-reload]")) reload();
  });
  document.addEventListener("submit", e => {
    if (e.target.id !== "sign-out") return;
    const count = notSaved();
    if (count && !confirm(`${count} not saved yet in your reviews, and lost when you sign out. Sign out all the same?`)) e.preventDefault();
    else sessionStorage.clear();
  });

  // A page that does not come at once is said to be on its way: while the database is held, the page that was left stands until it has answered.
  // What changes no more than the query of an address is drawn by the page itself, and whoever is led back to the page that stands waits for none.
  let late = 0;
  let here = location.pathname;
  const drawn = new MutationObserver(() => {
    here = location.pathname;
    arrived();
  });
  const arrived = () => {
    clearTimeout(late);
    drawn.disconnect();
    document.getElementById("main")?.removeAttribute("aria-busy");
  };
  window.navigation?.addEventListener("navigate", e => {
    const { pathname } = new URL(e.destination.url);
    if (!e.destination.sameDocument || pathname === location.pathname) return;
    if (e.navigationType === "replace") {
      here = pathname;
      return;
    }
    arrived();
    if (pathname === here) return;
    const main = document.getElementById("main");
    if (!main) return;
    drawn.observe(main, { childList: true, characterData: true, subtree: true });
    late = setTimeout(() => main.setAttribute("aria-busy", "true"), 400);
  });
})();
