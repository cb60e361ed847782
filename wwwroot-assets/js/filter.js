// The box that filters the list by text. What the list shows by comes as data and is written into the box where nobody types: an answer that is a
// letter behind takes nothing away from whoever goes on.
const QUIET = 220;

export class FilterBox {
  constructor(box, page) {
    Object.assign(this, { box, page, quiet: null, back: false });
    this.watch = new MutationObserver(() => this.show());
    this.watch.observe(box, { attributes: true, attributeFilter: ["data-text"] });
    this.went = () => this.cameBack();
    addEventListener("popstate", this.went);
    this.show();
  }

  close() {
    clearTimeout(this.quiet);
    this.watch.disconnect();
    removeEventListener("popstate", this.went);
  }

  show() {
    if (this.back || (document.activeElement !== this.box && !this.quiet)) this.box.value = this.box.dataset.text;
  }

  // Whoever goes back goes on with what the list shows there: until something is typed again, the box says that.
  cameBack() {
    clearTimeout(this.quiet);
    this.quiet = null;
    this.back = true;
    this.show();
  }

  typed() {
    this.back = false;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.send(), QUIET);
  }

  // The address keeps it, and is the window's own: what was chosen beside the list a moment ago stays chosen, and whoever went elsewhere stays there.
  send() {
    clearTimeout(this.quiet);
    this.quiet = null;
    if (!this.page.isHere()) return;
    const [to, text] = [new URL(location.href), this.box.value.trim()];
    for (const name of ["item", "line", "q"]) to.searchParams.delete(name);
    if (text) to.searchParams.set("q", text);
    Blazor.navigateTo(to.href, { replaceHistoryEntry: true });
  }

  // What was typed while the connection was lost was not heard.
  reconnected() {
    if (this.box.value.trim() !== this.box.dataset.text) this.send();
  }

  focus() {
    this.box.focus();
    this.box.select();
  }

  // Out of the box and into the list; Esc empties the box first.
  key(e) {
    if (e.key !== "Escape" && e.key !== "Enter" && e.key !== "ArrowDown") return;
    e.preventDefault();
    if (e.key === "Escape" && this.box.value) {
      this.box.value = "";
      this.send();
    }
    this.page.enterList();
  }
}
