// Keys, focus and scroll of the review workspace, and the outbox: a decision is marked "saving" at once, sent with an id made here,
// and kept in this tab until the server has answered, so that a lost connection or a reload loses nothing.
import { Acts } from "./acts.js";
import { FilterBox } from "./filter.js";
import { Outbox, afterwards } from "./outbox.js";
import { Why, isField } from "./why.js";

// What goes on while its key is held down: moving. Whatever decides, opens or undoes happens once for each press.
const MOVES = /^([jkJK]|Arrow\w+)$/;

// What decides, asks, selects or undoes: not once the campaign has ended.
const CHOICES = /^[crmqCxJKu]$/;

// What an act on a selection is called until its answer names a row of it.
const SELECTION = "selection";

export function open(root, server, who, campaign) {
  return new Workspace(root, server, who, campaign);
}

class Workspace {
  constructor(root, server, who, campaign) {
    Object.assign(this, { root, server, who, campaign, place: `${who}.${campaign}`, path: location.pathname, current: null, wanted: null, acts: new Acts() });
    this.list = root.querySelector(".ws-list");
    this.filter = new FilterBox(root.querySelector(".ws-search input"), this);
    this.footer = root.querySelector("footer");
    this.dialogs = document.getElementsByClassName("mud-dialog");
    this.sheets = document.getElementsByTagName("dialog");
    this.outbox = new Outbox(server, root.querySelector(".saved"), this.place, {
      settled: (command, answer) => this.settled(command, answer),
      added: command => this.row(command.turn)?.toggleAttribute("data-saving", true),
      changed: () => this.mark(),
      asking: () => this.dialogs.length > 0,
    });
    this.why = new Why(this);
    this.stop = new AbortController();
    const on = (target, type, handler) => target.addEventListener(type, handler, { signal: this.stop.signal });
    on(document, "keydown", e => this.key(e));
    on(window, "afterprint", () => this.root.classList.contains("printing") && this.tell("Printed"));
    on(root, "click", e => this.click(e));
    on(root, "input", e => this.typed(e));
    on(root, "submit", e => this.submit(e));
    on(this.list, "focusin", e => {
      const row = e.target.closest?.(".item");
      if (row && row.dataset.turn !== this.current) this.take(row);
    });
    this.watch = new MutationObserver(() => this.mark());
    this.watch.observe(this.list, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-turn", "data-seq", "data-open"] });
    this.narrow = matchMedia("(max-width: 640px), (max-width: 860px) and (min-height: 561px)");
    this.sheet = matchMedia("(max-width: 1380px)"); // The story lies over the list, and is opened by a tap on the row's words.
    on(this.narrow, "change", () => this.tell("Height", this.height()));
    this.tell("Height", this.height());
    this.selection = new MutationObserver(() => {
      this.keepSelection();
      this.behind();
    });
    this.selection.observe(root, { attributes: true, attributeFilter: ["data-picked", "data-told"] });
    this.astray = new MutationObserver(() => {
      if (this.opening && this.asking()) this.opened();
      this.refocus();
    });
    this.astray.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"] });
    this.tellLostSelection();
    const lost = document.getElementById("components-reconnect-modal");
    if (lost) on(lost, "components-reconnect-state-changed", e => e.detail?.state === "hide" && this.reconnected());
    this.outbox.send();
  }

  close() {
    this.stop.abort();
    clearTimeout(this.telling);
    this.watch.disconnect();
    this.selection.disconnect();
    this.astray.disconnect();
    this.opened();
    this.filter.close();
    sessionStorage.removeItem("selection");
    this.outbox.close();
  }

  // Whether the address is the page's still: that of the next one is there before its page is, and is not written into.
  isHere() { return location.pathname === this.path; }

  // A selection lives on the server with the page. When both are gone, this tab still knows that there was one.
  keepSelection() {
    if (this.picked()) sessionStorage.setItem("selection", this.picked());
    else sessionStorage.removeItem("selection");
  }

  tellLostSelection() {
    const lost = Number(sessionStorage.getItem("selection") ?? 0);
    sessionStorage.removeItem("selection");
    if (lost) this.tell("LostSelection", lost);
  }

  // What was asked while the connection was lost is never answered: what the keys wait for is asked again.
  reconnected() {
    if (this.picked()) this.tell("StillSelected");
    this.acts.lose(SELECTION);
    if (this.just?.begun) this.lately(null);
    if (this.early && this.typing()) this.early = null;
    if (this.early) this.askMany(this.early);
    this.why.reconnected();
    this.filter.reconnected();
    if (this.moving) this.onward(this.moving.turn, this.moving.from);
    if (this.gone && this.current) this.lost(this.goneFrom);
    if (this.root.hasAttribute("data-behind")) this.tell("Focused", this.current);
  }

  // Whether the story that is drawn is another row's than the one that has the place: until they agree it is not shown.
  behind() { this.root.toggleAttribute("data-behind", Boolean(this.current) && this.root.dataset.told !== this.current); }

  picked() { return Number(this.root.dataset.picked ?? 0); }

  // What decides nothing by itself is not sent again: while the connection is lost it does nothing, and the frame says so.
  tell(method, ...values) { this.server.invokeMethodAsync(method, ...values).catch(() => { }); }

  height() { return this.narrow.matches ? 104 : 54; }
  row(turn) { return turn && this.list.querySelector(`.item[data-turn="${turn}"]`); }

  // The row in focus: searched for only when the list was drawn anew, because every key asks for it.
  here() {
    if (!this.seen?.isConnected || this.seen.dataset.turn !== this.current) this.seen = this.row(this.current);
    return this.seen;
  }

  rows() { return [...this.list.querySelectorAll(".item[data-turn]")]; }

  // The list was drawn anew: the row the address names, else the first, takes the place.
  listed(turn, index) {
    this.leave(this.here());
    this.lately(null);
    this.current = null;
    this.gone = false;
    this.list.scrollTop = index > 0 ? Math.max(0, index * this.height() - this.list.clientHeight / 3) : 0;
    this.wanted = turn ?? "first";
    this.mark();
    this.behind();
  }

  // The last act is one on a selection. Until another key is pressed, undo means that and not the row that has the place; the hint stands
  // where it is meant.
  lately(act) {
    this.just = act;
    this.root.toggleAttribute("data-just", Boolean(act));
  }

  // The focus goes first, and the place in the order of the Tab key last: both ask what is drawn, which after a change has to be laid out.
  take(row, focus = false) {
    const last = this.here();
    this.current = row.dataset.turn;
    this.seen = row;
    this.wanted = null;
    this.gone = false;
    if (focus) {
      row.scrollIntoView({ block: "nearest" });
      row.focus({ preventScroll: true });
    }
    if (last !== row) this.leave(last);
    this.enter(row);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => {
      if (!this.isHere()) return;
      this.tell("Focused", this.current);
      this.behind();
      const url = new URL(location.href);
      const [name, other] = "routineLine" in row.dataset ? ["line", "item"] : ["item", "line"];
      url.searchParams.set(name, row.dataset.number ?? row.dataset.turn);
      url.searchParams.delete(other);
      history.replaceState(history.state, "", url);
    }, 50);
  }

  enter(row) {
    row.setAttribute("data-here", "");
    afterwards(() => this.here()?.setAttribute("tabindex", "0"));
  }

  leave(row) {
    row?.removeAttribute("data-here");
    row?.setAttribute("tabindex", "-1");
  }

  // After every drawing: the place in the list, the rows being saved, a box that opened.
  mark() {
    if (this.wanted) {
      const row = this.wanted === "first" ? this.rows()[0] : this.row(this.wanted);
      if (row) this.take(row, !this.typing());
    } else {
      const last = this.seen;
      const row = this.here();
      this.gone &&= !row;
      if (last && !row) this.lost(Number(last.dataset.index));
      if (row && !row.hasAttribute("data-here")) this.enter(row);
      if (row && document.activeElement === document.body) row.focus({ preventScroll: true });
    }
    const saving = this.outbox.turns();
    // What is saved may be drawn a moment later: until then the row offers nothing to choose.
    const behind = row => this.outbox.known.get(row.dataset.turn) > Number(row.dataset.seq);
    for (const row of this.rows()) row.toggleAttribute("data-saving", saving.has(row.dataset.turn) || behind(row));
    this.why.open();
  }

  // The row in focus is drawn no more. Where it was only scrolled out of sight it keeps its place; where it has left the list, what stands
  // there now takes it, and until then there is nothing that a key could be for.
  lost(index) {
    const turn = this.current;
    this.gone = true;
    this.goneFrom = index;
    this.server.invokeMethodAsync("InPlaceOf", turn, index).then(found => {
      if (this.current !== turn || this.wanted) return;
      this.gone = !found && this.rows().length === 0;
      if (this.gone) {
        this.current = null;
        this.behind();
      }
      if (found) this.reveal(found.turn, found.index);
    }, () => { this.gone = false; });
  }

  // What had the focus is gone, or can be used no more, as after a dialog: the row takes it; where there is none, the title does.
  refocus() {
    const at = document.activeElement;
    if (this.asking() || (at && at !== document.body && !at.disabled)) return;
    const nothing = this.list.getAttribute("role") === "region";
    if (nothing || !this.wanted) (nothing ? this.root.querySelector("h1") : this.here())?.focus({ preventScroll: true });
  }

  asking() { return this.dialogs.length > 0 || [...this.sheets].some(s => s.open); }

  typing() {
    const at = document.activeElement;
    return at && at !== this.list && isField(at);
  }

  // Moving.
  step(by) {
    const row = this.here();
    if (!row) {
      const first = this.rows().find(r => r.offsetTop + r.parentElement.offsetTop >= 0);
      return first && this.take(first, true);
    }
    const rows = this.rows();
    const next = rows[rows.indexOf(row) + by];
    if (next) this.take(next, true);
    else this.list.scrollTop += by * this.height();
  }

  // The next row to decide among those that are drawn.
  next(row, follows) {
    // What lies inside an opened line is decided with the line, unless somebody goes into it.
    const inside = r => r.dataset.line && r.dataset.line !== row.dataset.line;
    const open = r => r.dataset.turn && !("done" in r.dataset) && !r.hasAttribute("data-saving") && !inside(r) && !follows(r);
    do row = row.nextElementSibling; while (row && !open(row));
    return row;
  }

  // The next row to decide among all: the server knows it, and the list goes there, unless somebody has gone elsewhere meanwhile.
  onward(turn, from = this.current) {
    this.moving = { turn, from };
    afterwards(() => this.server.invokeMethodAsync("Next", turn).then(found => found && this.current === from && this.reveal(found.turn, found.index), () => { })
      .finally(() => { this.moving = null; }));
  }

  reveal(turn, index) {
    const row = this.row(turn);
    if (row) return this.take(row, !this.typing());
    this.wanted = String(turn);
    this.list.scrollTop = Math.max(0, index * this.height() - this.list.clientHeight / 3);
  }

  // Deciding.
  decide(kind, row, { lines = false, reason = null, to = null } = {}) {
    // Somebody else was faster: a key that was meant for the next row must not overwrite what is not read yet.
    if (!row || "signed" in row.dataset || "gone" in row.dataset || "clash" in row.dataset) return;
    if ("routineLine" in row.dataset) return this.decideLine(kind, row);
    if (kind === "change" && !("change" in row.dataset)) return;
    const needs = kind === "change" || (kind === "certify" ? row.dataset.whyCertify : row.dataset.whyRevoke);
    if (needs && !reason) {
      this.why.ask(Number(row.dataset.turn), kind, lines);
      return;
    }
    // What follows the account is as good as decided: the next row is another account's.
    const follows = r => r.dataset.parent === row.dataset.item && (kind === "revoke" || (lines && "routine" in r.dataset));
    const next = this.next(row, follows);
    if (next) this.take(next, true);
    this.outbox.add({ type: "decide", turn: row.dataset.turn, seq: Number(row.dataset.seq), kind, reason, lines, to });
    // Undo may be pressed before the answer is here; it is sent after it.
    this.acts.add({ turn: row.dataset.turn, batch: lines });
    if (!next) this.onward(row.dataset.turn);
  }

  // Undo that is pressed before the answer is here takes back what that says was saved.
  decideMany(kind, reason = "") {
    const act = this.acts.begin(SELECTION);
    const answered = done => {
      this.acts.end(act, done);
      if (done && act.back) this.takeBack(act);
      else if (!done && this.just === act) this.lately(null);
    };
    this.lately(act);
    this.server.invokeMethodAsync("DecidePicked", kind, reason).then(answered, () => answered(null));
  }

  question(row) { if (row && "ask" in row.dataset) this.why.ask(Number(row.dataset.turn), "ask", false); }

  // A line of routine rows: its names are shown first; then one key certifies them.
  decideLine(kind, row) {
    if ("done" in row.dataset || row.hasAttribute("data-saving")) return;
    if (!("open" in row.dataset)) return this.openLine(row, true);
    if (kind === "revoke") return this.askMany({ call: ["RevokeLine", row.dataset.turn], typed: "" });
    const { turn, seq, query, shown } = row.dataset;
    this.acts.begin(turn, this.outbox.add({ type: "line", turn, seq: Number(seq), query, shown, who: this.who, campaign: this.campaign }));
  }

  openLine(row, show) {
    if (row.dataset.line && !show) row = this.row(row.dataset.line) ?? row;
    if (!("routineLine" in row.dataset) || show === ("open" in row.dataset)) return;
    this.server.invokeMethodAsync("OpenLine", row.dataset.turn, show).then(found => found && this.reveal(found.turn, found.index), () => { });
  }

  block(row) {
    if (!row || "account" in row.dataset) return row;
    return this.list.querySelector(`.item[data-item="${row.dataset.parent}"]`) ?? row;
  }

  undo(row) {
    if (row && "clash" in row.dataset) return;
    const here = row && "done" in row.dataset && !("signed" in row.dataset) && !("gone" in row.dataset);
    const { turn, first, seq, query } = row?.dataset ?? {};
    const act = here ? ("routineLine" in row.dataset ? { turn: first, seq, line: turn, query } : { turn }) : this.gone ? null : this.acts.last();
    if (act) this.takeBack(act);
  }

  takeBack(act) {
    this.lately(null);
    this.acts.forget(act.turn, act.line);
    act.back = act.begun;
    if (act.turn === SELECTION) return; // Its rows are known when it is answered.
    const at = this.row(act.turn);
    this.outbox.add({ type: "undo", ...act, seq: Number(act.seq ?? at?.dataset.seq ?? 0) });
    if (at) this.take(at, true);
    else if (!act.begun) afterwards(() => this.server.invokeMethodAsync("Find", Number(act.turn)).then(found => found && this.reveal(found.turn, found.index), () => { }));
  }

  settled(command, answer) {
    if (command.type === "line") return this.lineSettled(command, answer);
    if (answer.kind === "saved") this.why.forget(command.turn, command.kind ?? command.type, command.reason);
    else {
      if (command.type === "decide") this.acts.forget(command.turn);
      const row = this.row(command.turn);
      if (row) this.take(row, !this.typing());
    }
  }

  // What was taken back before it was answered is no act any more, and keeps the place.
  lineSettled(command, answer) {
    const first = answer.items[0];
    if (this.outbox.takesBack(first?.turn)) return;
    this.acts.end(this.acts.of(command.id) ?? this.acts.begin(command.turn, command.id), first);
    if (answer.next) this.reveal(answer.next.turn, answer.next.index);
  }

  typed(e) {
    const box = e.target.closest(".ws-why");
    if (box && e.target.matches("textarea")) this.why.typed(box, e.target.value);
    if (e.target === this.filter.box) this.filter.typed();
  }

  // Keys.
  key(e) {
    if (this.asking() || e.isComposing) return;
    if ((e.ctrlKey || e.metaKey) && e.key === "p") return this.print(e);
    if (this.opening && !isField(e.target) && !e.ctrlKey && !e.metaKey && !e.altKey) return this.keyBeforeDialog(e);
    // A key that went down as a command is no text of the box it opened, and Enter that closed a box is no command.
    if (!e.repeat) this.pressed = e.target;
    else if (/^(.|Enter)$/u.test(e.key) && (this.why.takes(e) || (e.target !== this.pressed && isField(e.target)))) return e.preventDefault();
    const box = e.target.closest?.(".ws-why");
    if (box) return this.why.key(e, box);
    const many = e.target.closest?.(".ws-pick form");
    if (many) return this.keyInPick(e, many);
    if (this.why.takes(e)) return this.why.keyTooEarly(e);
    if (this.early && !isField(e.target)) return this.keyBeforePick(e);
    if (e.target === this.filter.box) return this.filter.key(e);
    if (isField(e.target)) return;
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const row = this.here();
    const act = this.keys(row)[e.key];
    const onButton = e.target.closest?.("button, a, summary") && (e.key === "Enter" || e.key === " ");
    if (!act || onButton) return;
    if ("ended" in this.root.dataset && CHOICES.test(e.key)) return;
    e.preventDefault();
    if (e.repeat && !MOVES.test(e.key)) return;
    if (this.just && e.key !== "u") this.lately(null);
    act();
  }

  keys(row) {
    const picked = this.picked() > 0;
    // The next row is on its way: a key meant for it must not decide the last one again.
    const between = row && "done" in row.dataset && (this.moving || this.wanted);
    const both = (kind, many) => () => picked ? many() : between || this.decide(kind, row);
    const pick = by => () => {
      const each = r => r && !("routineLine" in r.dataset) && this.pick(r, true);
      each(row);
      this.step(by);
      each(this.here());
    };
    return {
      c: both("certify", () => this.decideMany("certify")), r: both("revoke", () => this.askMany({ call: ["AskPicked"], typed: "" })), m: () => between || this.decide("change", row), q: () => between || this.question(row),
      C: () => between || this.decide("certify", this.block(row), { lines: true }),
      j: () => this.step(1), k: () => this.step(-1), ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1),
      J: pick(1), K: pick(-1),
      x: () => row && !("routineLine" in row.dataset) && this.pick(row), u: () => this.just ? this.takeBack(this.just) : this.undo(row),
      o: () => this.tell("OpenLines"),
      s: () => this.press("s"), h: () => {
        if (this.current) this.tell("Focused", this.current);
        this.press("h");
      },
      ArrowRight: () => row && this.openLine(row, true), ArrowLeft: () => row && this.openLine(row, false),
      "/": () => this.filter.focus(),
      "?": () => this.root.querySelector(".ws-keys").showModal(),
      Enter: () => {
        if (row && "routineLine" in row.dataset && !("open" in row.dataset)) return this.openLine(row, true);
        if (this.answerClash(row, "Enter")) return;
        this.tellStory();
      },
      Escape: () => this.root.hasAttribute("data-story") ? this.shut() : this.answerClash(row, "Escape") || (picked && this.tell("PickNone")),
    };
  }

  // Asks for the one reason of a selection. Until its box is there, what is typed belongs into it, as into the box of one row.
  askMany({ call, typed }) {
    const early = this.early = { call, typed };
    const over = () => {
      if (this.early !== early) return;
      this.early = null;
      const box = this.root.querySelector("#pick-why");
      if (!box) return;
      box.focus();
      const again = /^[1-9]$/.test(early.typed) && box.value === "" && box.form.querySelectorAll("ol button")[Number(early.typed) - 1];
      if (again) return again.click();
      box.value += early.typed;
    };
    this.server.invokeMethodAsync(...call).then(over, over);
  }

  keyBeforePick(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Escape") {
      this.early = null;
      this.stopAskingMany();
    } else if (e.key === "Backspace") this.early.typed = this.early.typed.slice(0, -1);
    else if (e.key.length === 1 && !e.repeat) this.early.typed += e.key;
    else if (e.key.length > 1 && e.key !== "Enter") return;
    e.preventDefault();
  }

  // The reason for a whole selection: a number uses an own one again, and Esc leaves it, as in the box of one row.
  keyInPick(e, form) {
    if (e.key === "Escape") {
      e.preventDefault();
      return this.stopAskingMany();
    }
    const again = /^[1-9]$/.test(e.key) && e.target.value === "" && form.querySelectorAll("ol button")[Number(e.key) - 1];
    if (!again) return;
    e.preventDefault();
    again.click();
  }

  submit(e) {
    if (!e.target.closest(".ws-pick")) return;
    e.preventDefault();
    this.decideMany("revoke", e.target.querySelector("input").value);
  }

  stopAskingMany() {
    this.tell("StopAskingPicked");
    this.here()?.focus({ preventScroll: true });
  }

  enterList() {
    const row = this.here() ?? this.rows()[0];
    if (row) this.take(row, true);
  }

  // The list holds what is near the screen: the whole of it is drawn first.
  print(e) {
    e.preventDefault();
    if (!e.repeat) this.server.invokeMethodAsync("Print").then(() => afterwards(() => window.print()), () => window.print());
  }

  // Where somebody else was faster, what becomes of it is said by the row's own two buttons.
  answerClash(row, key) {
    if (!row || !("clash" in row.dataset)) return false;
    row.querySelector(`[aria-keyshortcuts="${key}"]`)?.click();
    return true;
  }

  // What has a button beside its key does what the button does, and nothing where that cannot be used.
  press(key) {
    const button = this.root.querySelector(`header [aria-keyshortcuts="${key}"]:not(:disabled)`);
    if (!button || this.opening) return;
    this.opening = setTimeout(() => this.opened(), 5000); // No dialog came: it was refused, or the connection is lost.
    button.click();
  }

  opened() {
    clearTimeout(this.opening);
    this.opening = null;
  }

  // Until the dialog is there, letters meant for it must not decide rows.
  keyBeforeDialog(e) {
    if (e.key === "Escape") this.opened();
    if (e.key.length === 1 || e.key === "Enter") e.preventDefault();
  }

  pick(row, only = null) { this.tell("Pick", Number(row.dataset.turn), only); }

  tellStory() {
    this.root.setAttribute("data-story", "");
    this.root.querySelector(".ws-story h2")?.focus();
  }

  shut() {
    this.root.removeAttribute("data-story");
    this.here()?.focus({ preventScroll: true });
  }

  click(e) {
    const row = e.target.closest(".item");
    const what = e.target.closest("[data-do]")?.dataset;
    if (this.just && (row || (e.target.closest(".ws-pick") && what?.do !== "undo-many"))) this.lately(null);
    if (row && !e.target.closest(".ws-why")) this.take(row, !e.target.closest("input"));
    if (row && !what && this.sheet.matches && e.target.closest(".who, .why-cell")) this.tellStory();
    switch (what?.do) {
      case "certify": case "revoke": this.decide(what.do, row); break;
      case "change": this.decide("change", row ?? this.here()); break;
      case "ask": this.question(row ?? this.here()); break;
      case "undo": this.undo(row); break;
      case "certify-many": this.decideMany("certify"); break;
      case "revoke-many": this.askMany({ call: ["AskPicked"], typed: "" }); break;
      case "many-again": this.decideMany("revoke", what.reason); break;
      case "many-stop": this.stopAskingMany(); break;
      case "undo-many": this.takeBack({ turn: what.turn, seq: what.seq, batch: true }); break;
      case "pick": e.preventDefault(); this.pick(row); break; // the server ticks the box
      case "open": this.openLine(row, !("open" in row.dataset)); break;
      case "names": this.tell("OpenLines"); break;
      case "shut": this.shut(); break;
      case "keys": this.root.querySelector(".ws-keys").showModal(); break;
      case "why-save": { const box = e.target.closest(".ws-why"); this.why.save(box, box.querySelector("textarea").value); break; }
      case "why-again": this.why.save(e.target.closest(".ws-why"), what.reason); break;
      case "why-stop": this.why.close(e.target.closest(".ws-why")); break;
    }
  }
}
