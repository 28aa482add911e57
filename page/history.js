// Steps of the browser's history: Back closes the home, then undoes the area, then the search.

/**
 * The least time between two rewrites of the address: browsers refuse more than some ten a second.
 */
const pause = 150;

/**
 * Each entry of the history keeps {kind, levels, pushed}: what made it, how many layers of the card
 * are open, and how many of the entries before it opened one. `text()` gives the page's address;
 * `onRestore` reads it and gives levels.
 */
export class Steps {
  #text;
  #entry;
  #isClosing = false;
  #isWaiting = false;
  #timer = 0;
  /** The address as of the last change that was no step. */
  #late;
  onRestore = () => 0;

  constructor({ text, levels }) {
    this.#text = text;
    this.#entry = history.state?.kind ? history.state : { kind: "start", levels, pushed: 0 };
    addEventListener("popstate", event => this.#popped(event));
  }

  /**
   * Takes a change into the history: as an entry of its own, as part of the last one, or by going
   * back.
   */
  add(kind, levels) {
    const { kind: last, levels: before, pushed } = this.#entry;
    if (levels > before) return this.#push({ kind: "card", levels, pushed: pushed + 1 });
    const isSearch = kind === "search" || kind === "area";
    if (levels < before) {
      // Another search takes the place of the card's entry; closing alone goes back to the one
      // before.
      if (isSearch) return this.#replace({ kind, levels, pushed: 0 });
      const back = Math.min(before - levels, pushed);
      if (back) return this.#back(back, levels);
      return this.#replace({ ...this.#entry, levels });
    }
    const isFirstFilter = kind === "filter" && (last === "start" || last === "area");
    if (isSearch || isFirstFilter) {
      return this.#push({ kind: kind === "filter" ? "search" : kind, levels, pushed: 0 });
    }
    this.#replace(this.#entry);
  }

  #push(entry) {
    if (!this.#isClosing) this.#flush();
    this.#entry = entry;
    if (this.#isClosing) this.#isWaiting = true;
    else history.pushState(entry, "", this.#text());
  }

  #replace(entry) {
    this.#entry = entry;
    this.#late = this.#text();
    if (this.#timer || this.#isClosing) return;
    this.#write();
    this.#timer = setTimeout(() => { this.#timer = 0; this.#write(); }, pause);
  }

  #back(count, levels) {
    this.#flush();
    this.#isClosing = true;
    this.#entry = { ...this.#entry, levels, pushed: this.#entry.pushed - count };
    history.go(-count);
  }

  /** Writes at once what waits to be written. */
  #flush() {
    if (this.#timer) this.#write();
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #write() {
    if (!this.#isClosing) history.replaceState(this.#entry, "", this.#late);
  }

  #popped({ state }) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#late = this.#text();
    if (this.#isClosing) {
      // The page is ahead of the entry it went back to.
      this.#isClosing = false;
      if (this.#isWaiting) {
        this.#isWaiting = false;
        return history.pushState(this.#entry, "", this.#late);
      }
      const { levels, pushed } = this.#entry;
      this.#entry = { ...(state ?? { kind: "start" }), levels, pushed };
      return this.#write();
    }
    if (location.hash && !location.hash.includes("=")) {
      // A link to a part of the page says nothing of the search.
      document.getElementById(location.hash.slice(1))?.focus();
      return this.#write();
    }
    const levels = this.onRestore();
    this.#entry = state ?? { kind: "start", levels, pushed: 0 };
  }
}
