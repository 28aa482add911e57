// The search box: a city, a subdivision, a ZIP code, an address or a listing's id, with how many
// homes each place has.

import { $, debounced, make } from "./dom.js";
import { number } from "./format.js";
import { noPlace } from "./hash.js";
import { change, hasPlace, onChange, state } from "./state.js";
import { beginning, folded, joined, Suggestions } from "./suggest.js";

const kinds = { city: "", subdivision: "subdivision", postalCode: "ZIP code", home: "home" };

export class PlaceBox {
  #input = $("place-input");
  #list = $("place-list");
  #suggestions = new Suggestions();
  #shown = [];
  #active = -1;
  /** Whether the marked row was chosen with the arrow keys: it then stays while more rows come. */
  #isPointed = false;
  /** The text that the rows are for. */
  #answered = null;
  /** The question for what the server makes of the text, while it is out. */
  #asking = null;
  /** Counts the questions, so that an answer knows whether it is still wanted. */
  #turn = 0;

  /** `on` holds what the page does with a suggestion: place, home, area. */
  constructor(on) {
    this.on = on;
    this.#input.addEventListener("focus", () => { this.#input.select(); this.#suggest(); });
    this.#input.addEventListener("input", () => {
      this.#isPointed = false;
      this.#suggest();
    });
    this.#input.addEventListener("keydown", event => this.#key(event));
    this.#input.addEventListener("blur", () => this.#close());
    // The box keeps the focus while a row is pressed; the row is chosen by the click, which a drag
    // does not make.
    this.#list.addEventListener("mousedown", event => event.preventDefault());
    $("place-clear").onclick = () => { change(noPlace); this.#input.focus(); };
    onChange(() => this.show());
    this.show();
  }

  #current() {
    return [state.subdivision, state.city, state.postalCode].filter(Boolean).join(", ");
  }

  show() {
    $("place-clear").hidden = !hasPlace(state);
    if (document.activeElement !== this.#input || !this.#input.value) {
      this.#input.value = this.#current();
    }
  }

  #typed() { return this.#input.value === this.#current() ? "" : this.#input.value.trim(); }

  async #suggest() {
    const turn = ++this.#turn;
    const typed = this.#typed();
    this.#suggestions.stop();
    this.#asking = typed ? this.#ask(turn, typed) : null;
    try {
      const found = await this.#suggestions.local(state, typed);
      if (!found || turn !== this.#turn) return;
      this.#draw(typed, found, { isOver: !typed });
    } catch { this.#close(); }
  }

  /** Adds what the server makes of the text; resolves when it has. */
  #ask(turn, typed) {
    return new Promise(resolve => this.#later(async () => {
      try {
        if (turn !== this.#turn) return;
        const meant = await this.#suggestions.meant(typed);
        const found = await this.#suggestions.local(state, typed);
        if (!found || turn !== this.#turn) return;
        // A text that some name begins with means that name first; a number or a misspelling, what
        // the server says.
        const [first, rest] = found[0]?.rank <= beginning ? [found, meant] : [meant, found];
        this.#draw(typed, joined(first, rest), { isOver: true });
      } catch { /* The names that were found stay. */ } finally { resolve(); }
    }));
  }

  #later = debounced(160, body => body());

  #draw(typed, shown, { isOver }) {
    if (document.activeElement !== this.#input) return;
    const before = this.#isPointed ? this.#shown[this.#active] : null;
    [this.#shown, this.#answered] = [shown, typed];
    const same = before
      ? shown.findIndex(place => place.kind === before.kind && place.value === before.value) : -1;
    this.#active = same >= 0 ? same : typed && shown.length ? 0 : -1;
    this.#list.replaceChildren(...shown.map((place, index) => this.#row(place, index, typed)));
    if (!shown.length) {
      const none = { className: "place-none", role: "option", "aria-disabled": "true" };
      this.#list.append(
        make("li", none, isOver ? `Nothing found for “${typed}”.` : "Searching…"));
    }
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#point();
  }

  #row(place, index, typed) {
    return make("li", {
      id: `place-${index}`, role: "option", "aria-selected": String(index === this.#active),
      onclick: () => { this.#choose(place); this.#leave(); },
    }, make("span", { className: "place-name" }, ...marked(place.value, typed)),
    make("span", { className: "place-kind" },
      [place.word ?? kinds[place.kind], place.detail].filter(Boolean).join(" · ")),
    place.count != null && make("span", { className: "place-count" }, number(place.count)));
  }

  #point() {
    [...this.#list.children].forEach((item, index) =>
      item.setAttribute("aria-selected", String(index === this.#active)));
    if (this.#active >= 0) {
      this.#input.setAttribute("aria-activedescendant", `place-${this.#active}`);
      this.#list.children[this.#active]?.scrollIntoView({ block: "nearest" });
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.#list.hidden) return this.#suggest();
      const count = this.#shown.length;
      this.#isPointed = count > 0;
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (count) this.#active = (this.#active + step + count) % count;
      this.#point();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#enter();
    } else if (event.key === "Escape" && !this.#list.hidden) {
      event.stopPropagation();
      this.#input.value = "";
      this.#close();
      this.show();
    }
  }

  /** Takes the row that is marked; where there is none yet, the first that the server finds. */
  async #enter() {
    const turn = this.#turn;
    if (!this.#input.value.trim()) {
      change(noPlace);
      return this.#close();
    }
    if (!this.#typed()) return this.#close();
    if (this.#active < 0 || this.#answered !== this.#typed()) await this.#asking;
    if (turn === this.#turn && this.#active >= 0) this.#choose(this.#shown[this.#active]);
  }

  #choose(place) {
    this.#turn += 1;
    if (place.kind === "home" || place.kind === "area") {
      this.#input.value = "";
      this.#close();
      this.on[place.kind](place);
    } else {
      this.#input.value = place.value;
      this.#close();
      this.on.place({
        [place.kind]: place.value, ...(place.id ? { [`${place.kind}Id`]: place.id } : {}),
      });
    }
  }

  /** After a tap the keyboard of a phone goes away, and the list of homes has the focus. */
  #leave() {
    if (matchMedia("(pointer: coarse)").matches) $("results").focus({ preventScroll: true });
  }

  #close() {
    this.#turn += 1;
    this.#suggestions.stop();
    this.#list.hidden = true;
    this.#active = -1;
    this.#isPointed = false;
    this.#shown = [];
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    this.show();
  }
}

function marked(name, typed) {
  const [plain, part] = [folded(name), folded(typed)];
  const place = part && plain.length === name.length ? plain.indexOf(part) : -1;
  if (place < 0) return [name];
  const end = place + part.length;
  return [name.slice(0, place), make("b", {}, name.slice(place, end)), name.slice(end)];
}
