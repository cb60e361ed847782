// What this page decided, for the key that takes the last of it back. An act on several rows is taken back by one of them, which its answer
// names: until then it has its place here all the same, so that undo means it and not the act before.
export class Acts {
  constructor() { this.all = []; }

  add(act) { this.all.push(act); }

  // Of an act whose answer may never come it is not known whether there is anything to take back.
  last() {
    const act = this.all.findLast(a => !a.lost);
    this.all = this.all.filter(a => a !== act);
    return act;
  }

  of(command) { return this.all.find(a => a.of === command); }
  forget(...turns) { this.all = this.all.filter(a => !turns.includes(a.turn)); }

  // The connection was lost under it: it is passed over until it is answered all the same, and keeps its place for that.
  lose(turn) { for (const act of this.all.filter(a => a.turn === turn)) act.lost = true; }

  // An act on several rows is on its way: of a line, which waits in the outbox, by that command.
  begin(turn, of) {
    const act = { turn, of, batch: true, begun: true };
    this.add(act);
    return act;
  }

  // It was answered: with one of the rows it saved, or with nothing, because none was.
  end(act, done) {
    act.of = undefined;
    act.begun = false;
    act.lost = false;
    if (done) Object.assign(act, { turn: String(done.turn), seq: done.seq });
    else this.all = this.all.filter(a => a !== act);
  }
}
