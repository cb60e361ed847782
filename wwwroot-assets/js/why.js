// The box under a row: for a reason, a lower role, or a question to the holder. What is typed into it is kept in this tab, by the row and by what
// it is for, because what is said of a revoke is not said to its holder.

// Where a key is text. On a box to tick it is a command: the space bar, which ticks it, is none.
const NO_TEXT = /^(button|checkbox|color|file|image|radio|range|reset|submit)$/;
export const isField = at => /^(TEXTAREA|SELECT)$/.test(at.tagName) || (at.tagName === "INPUT" && !NO_TEXT.test(at.type)) || Boolean(at.isContentEditable);

export class Why {
  constructor(page) { Object.assign(this, { page, early: null }); }

  draft(turn, kind) { return `draft.${this.page.place}.${turn}.${kind}`; }
  draftOf(box) { return this.draft(box.dataset.turn, box.dataset.kind); }

  typed(box, text) { sessionStorage.setItem(this.draftOf(box), text); }

  // What was saved is no draft any more, unless another was typed since.
  forget(turn, kind, text) {
    const kept = this.draft(turn, kind);
    if (sessionStorage.getItem(kept) === text) sessionStorage.removeItem(kept);
  }

  // Until the box is there, what is typed belongs into it: as commands the letters would decide, select and undo.
  ask(turn, kind, lines) {
    this.page.shut(); // The box opens under the row, and a story that lies over the list would hide it.
    this.call({ turn, kind, lines, typed: "", enter: false });
  }

  call(early) {
    this.early = early;
    const over = () => { if (this.early === early) this.early = null; };
    this.page.server.invokeMethodAsync("Ask", early.turn, early.kind, early.lines).then(opens => opens ? setTimeout(over, 1000) : over(), over);
  }

  // Asked while the connection was lost, it did not arrive and is never answered: it is asked again, unless somebody types elsewhere by now.
  reconnected() {
    if (this.early && this.page.typing()) this.early = null;
    if (this.early) this.call(this.early);
  }

  // Whether a key belongs into the box that is on its way.
  takes(e) { return Boolean(this.early) && !isField(e.target); }

  keyTooEarly(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const early = this.early;
    if (e.key === "Enter") early.enter = true;
    else if (e.key === "Backspace") early.typed = early.typed.slice(0, -1);
    else if (e.key === "Escape") {
      this.early = null;
      this.page.tell("StopAsking");
    } else if (e.key.length === 1 && !early.enter) early.typed += e.key;
    else return;
    e.preventDefault();
  }

  // A box that was drawn and is not open yet.
  open() {
    const box = this.page.list.querySelector(".ws-why:not([data-open])");
    if (!box) return;
    box.setAttribute("data-open", "");
    const text = box.querySelector("textarea");
    text.value = sessionStorage.getItem(this.draftOf(box)) ?? text.dataset.start ?? "";
    if (text.dataset.start === text.value) text.select();
    const row = box.closest(".item");
    row.scrollIntoView({ block: "nearest" });
    // In a low window the footer lies over the list's end.
    const end = Math.min(this.page.list.getBoundingClientRect().bottom, this.page.footer.getBoundingClientRect().top);
    box.classList.toggle("above", end - row.getBoundingClientRect().bottom < box.offsetHeight);
    box.scrollIntoView({ block: "nearest" });
    const role = box.querySelector("#why-role");
    (role && !role.value ? role : text).focus();
    const early = this.early;
    this.early = null;
    if (!early) return;
    const again = /^[1-9]$/.test(early.typed) && text.value === "" && box.querySelectorAll("ol button")[Number(early.typed) - 1];
    if (again) return this.save(box, again.dataset.reason);
    text.value += early.typed;
    if (early.enter) this.save(box, text.value);
  }

  close(box) {
    const row = box.closest(".item");
    this.page.tell("StopAsking");
    row.focus({ preventScroll: true });
    return row;
  }

  save(box, text) {
    const reason = text.trim();
    const role = box.querySelector("#why-role");
    if (role && !role.value.trim()) {
      box.querySelector(".hint").textContent = "Choose the role that is kept.";
      return role.focus();
    }
    if (reason.length < 3) {
      box.querySelector(".hint").textContent = "A few words more: at least 3 characters.";
      return;
    }
    // Kept until it is saved: somebody else, or another window, may have been faster.
    this.typed(box, reason);
    const row = this.close(box);
    if (box.dataset.kind === "ask") return this.page.outbox.add({ type: "ask", turn: row.dataset.turn, reason });
    this.page.decide(box.dataset.kind, row, { reason, lines: "lines" in box.dataset, to: role?.value.trim() ?? null });
  }

  key(e, box) {
    const text = box.querySelector("textarea");
    if (e.key === "Escape") {
      e.preventDefault();
      this.close(box);
    } else if (e.key === "Enter" && e.target.id === "why-role") {
      e.preventDefault();
      if (e.target.value) text.focus();
    } else if (e.key === "Enter" && !e.shiftKey && e.target === text) {
      e.preventDefault();
      this.save(box, text.value);
    } else if (/^[1-9]$/.test(e.key) && text.value === "" && e.target === text) {
      const again = box.querySelectorAll("ol button")[Number(e.key) - 1];
      if (again) {
        e.preventDefault();
        this.save(box, again.dataset.reason);
      }
    }
  }
}
