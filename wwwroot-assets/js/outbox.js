// Commands on their way: sent one after the other, each until the server has answered. Sending twice is harmless, because the server
// knows a command by its id. They lie in sessionStorage, so a reload sends them too: to the same campaign, and as the same person. Whatever
// page is open, the frame says what waits there and asks before it is forgotten (shell.js).
const PATIENCE = 20000;

// What a key need not wait for: done when the frame that answers it begins to be drawn, and soon where none is, as in a hidden window. After the
// frame it would be too late for whoever waits for what was saved: to draw one takes longer than to decide.
export const afterwards = done => {
  const now = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    done();
  };
  const frame = requestAnimationFrame(now), timer = setTimeout(now);
};

// The frame shows on other pages what waits here.
const tellFrame = () => dispatchEvent(new Event("outbox"));

// What names no row can never be answered, and would hold up all that is sent after it.
const named = (command, _, all) => command.type === "line" ? Boolean(command.turn) : command.of ? all.some(c => c.id === command.of) : Number(command.turn) > 0;

export class Outbox {
  constructor(server, saved, place, { settled, added, changed, asking }) {
    Object.assign(this, { server, saved, key: `outbox.${place}`, settled, added, changed, asking, known: new Map(), sending: false, waiting: false });
    this.commands = JSON.parse(sessionStorage.getItem(this.key) ?? "[]").filter(named);
    this.elsewhere = this.waitingElsewhere(`outbox.${place.slice(0, place.lastIndexOf(".") + 1)}`);
    this.again = setInterval(() => this.waiting && this.send(), 3000);
    this.back = e => e.detail?.state === "hide" && this.reconnected();
    document.getElementById("components-reconnect-modal")?.addEventListener("components-reconnect-state-changed", this.back);
    this.show();
    tellFrame();
  }

  close() {
    clearInterval(this.again);
    document.getElementById("components-reconnect-modal")?.removeEventListener("components-reconnect-state-changed", this.back);
    this.server = null;
    tellFrame();
  }

  // What waits for another review of the same person is sent once that one is opened in this window: how much, and for which review.
  waitingElsewhere(mine) {
    const others = Object.keys(sessionStorage).filter(k => k.startsWith(mine) && k !== this.key)
      .map(k => ({ campaign: k.slice(mine.length), count: JSON.parse(sessionStorage.getItem(k)).length })).filter(w => w.count > 0);
    return { count: others.reduce((sum, w) => sum + w.count, 0), campaign: others[0]?.campaign };
  }

  turns() { return new Set(this.commands.map(c => c.turn)); }

  // Whether the undo of a row waits.
  takesBack(turn) { return this.commands.some(c => c.type === "undo" && c.turn === String(turn)); }

  // An undo that was given before the answer of its line is told by it what to take back; where nothing was saved there is nothing to.
  answered(line, first) {
    this.commands = this.commands.filter(c => c.of !== line || first).map(c => c.of === line ? { ...c, of: undefined, turn: String(first.turn), seq: first.seq } : c);
  }

  add(command) {
    const id = crypto.randomUUID();
    this.commands.push({ id, ...command });
    this.show();
    this.added(command);
    afterwards(() => {
      this.keep();
      this.send();
    });
    return id;
  }

  // What was on its way when the connection was lost is never answered: it is not waited for, and sent again.
  reconnected() {
    if (!this.asking()) this.giveUp?.();
    afterwards(() => this.send());
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    try {
      while (this.commands.length && this.server) {
        const command = this.commands[0];
        // What this tab itself did to the row since the key was pressed is no conflict.
        const seq = Math.max(command.seq ?? 0, this.known.get(command.turn) ?? 0);
        const answer = await Promise.race([
          command.type === "line" ? this.server.invokeMethodAsync("DecideLine", { ...command, line: command.turn })
            : this.server.invokeMethodAsync({ undo: "Undo", ask: "Question" }[command.type] ?? "Decide", { ...command, turn: Number(command.turn), seq }),
          this.impatience(),
        ]);
        if (answer.kind === "later") throw new Error(answer.kind);
        if (answer.kind === "over") {
          // Whoever signs in again finds what was not saved where they left it, and it is sent then.
          this.waiting = true;
          dispatchEvent(new Event("comes-again"));
          location.reload();
          return;
        }
        for (const item of answer.items) this.known.set(String(item.turn), item.seq);
        this.commands.shift();
        if (command.type === "line") this.answered(command.id, answer.items[0]);
        this.waiting = false;
        if (answer.kind === "saved") this.at = new Date(answer.at);
        this.keep();
        this.show();
        this.changed();
        this.settled(command, answer);
      }
    } catch {
      this.waiting = true;
    } finally {
      this.sending = false;
      this.show();
    }
  }

  // An answer that does not come is not waited for for ever; but the server may be asking a question first, and that takes as long as it takes.
  impatience() {
    return new Promise((_, no) => {
      const giveUp = () => no(new Error("no answer"));
      const wait = () => setTimeout(() => this.asking() ? wait() : giveUp(), PATIENCE);
      this.giveUp = giveUp;
      wait();
    });
  }

  // An answer may come after the page was left: what the frame shows by then is true of it as well.
  keep() {
    sessionStorage.setItem(this.key, JSON.stringify(this.commands));
    tellFrame();
  }

  show() {
    const left = this.commands.length;
    const state = left === 0 ? "saved" : this.waiting ? "waiting" : "saving";
    this.saved.dataset.state = state;
    if (state === "saved" && this.elsewhere.count) return this.showElsewhere();
    this.saved.textContent = state === "saving" ? "Saving …"
      : state === "waiting" ? `${left} not saved yet, trying again`
      : this.at ? "Saved " + this.at.toLocaleTimeString("en-GB") : "Everything is saved";
  }

  showElsewhere() {
    const open = document.createElement("a");
    open.href = `campaigns/${this.elsewhere.campaign}/review`;
    open.textContent = "open it";
    this.saved.replaceChildren(`${this.elsewhere.count} not saved yet in another of your reviews: `, open);
  }
}
