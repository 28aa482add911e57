// The box for a city or a subdivision, with suggestions and how many homes each has.

import { Latest } from "./api.js";
import { $, make } from "./dom.js";
import { number } from "./format.js";
import { address, filters } from "./query.js";
import { change, onChange, state } from "./state.js";

export class PlaceBox {
  #input = $("place-input");
  #list = $("place-list");
  #latest = new Latest();
  #asked = null;
  #places = [];
  #shown = [];
  #active = -1;

  /** `chosen` is called with a place that was picked. */
  constructor(chosen) {
    this.chosen = chosen;
    this.#input.addEventListener("focus", () => { this.#input.select(); this.#suggest(); });
    this.#input.addEventListener("input", () => this.#suggest());
    this.#input.addEventListener("keydown", event => this.#key(event));
    this.#input.addEventListener("blur", () => this.#close());
    $("place-clear").onclick = () => { change({ city: "", subdivision: "" }); this.#input.focus(); };
    onChange(() => this.show());
    this.show();
  }

  show() {
    $("place-clear").hidden = !state.city && !state.subdivision;
    if (document.activeElement !== this.#input || !this.#input.value) {
      this.#input.value = [state.subdivision, state.city].filter(Boolean).join(", ");
    }
  }

  async #suggest() {
    const pairs = filters(state, { without: ["city", "subdivision"] });
    const asked = address("/api/mls-listings", [...pairs, ["limit", 0], ["facets", "city,subdivision"]]);
    if (asked !== this.#asked) {
      try {
        const answer = await this.#latest.get(asked);
        if (!answer) return;
        this.#asked = asked;
        const { city = [], subdivision = [] } = answer.body.facets ?? {};
        this.#places = [
          ...city.map(entry => ({ ...entry, kind: "city" })), ...subdivision.map(entry => ({ ...entry, kind: "subdivision" })),
        ];
      } catch { return this.#close(); }
    }
    if (document.activeElement !== this.#input) return;
    const current = [state.subdivision, state.city].filter(Boolean).join(", ");
    const typed = this.#input.value === current ? "" : this.#input.value.trim().toLowerCase();
    const rank = name => name.startsWith(typed) ? 0 : name.includes(" " + typed) ? 1 : name.includes(typed) ? 2 : 3;
    this.#shown = this.#places.map(place => ({ ...place, rank: rank(place.value.toLowerCase()) }))
      .filter(place => place.rank < 3 && (typed || place.kind === "city"))
      .sort((a, b) => a.rank - b.rank || b.count - a.count).slice(0, 9);
    this.#active = typed && this.#shown.length ? 0 : -1;
    this.#draw(typed);
  }

  #draw(typed) {
    this.#list.replaceChildren(...this.#shown.map((place, number_) => make("li", {
      id: `place-${number_}`, role: "option", "aria-selected": String(number_ === this.#active),
      onpointerdown: event => { event.preventDefault(); this.#choose(place); },
    }, make("span", { className: "place-name" }, ...marked(place.value, typed)),
    make("span", { className: "place-kind" }, place.kind === "city" ? "" : "subdivision"),
    make("span", { className: "place-count" }, number(place.count)))));
    if (!this.#shown.length) this.#list.append(make("li", { className: "place-none" }, "No place of that name has such homes."));
    this.#list.hidden = false;
    this.#input.setAttribute("aria-expanded", "true");
    this.#point();
  }

  #point() {
    [...this.#list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === this.#active)));
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
      if (count) this.#active = (this.#active + (event.key === "ArrowDown" ? 1 : -1) + count) % count;
      this.#point();
    } else if (event.key === "Enter") {
      const typed = this.#input.value.trim();
      if (this.#active >= 0) this.#choose(this.#shown[this.#active]);
      else if (!typed) change({ city: "", subdivision: "" });
      this.#close();
    } else if (event.key === "Escape" && !this.#list.hidden) {
      event.stopPropagation();
      this.#input.value = "";
      this.#close();
      this.show();
    }
  }

  #choose(place) {
    this.#input.value = place.value;
    change(place.kind === "city" ? { city: place.value, subdivision: "" } : { city: "", subdivision: place.value });
    this.#close();
    this.#input.blur();
    this.chosen(place);
  }

  #close() {
    this.#latest.stop();
    this.#list.hidden = true;
    this.#active = -1;
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
    this.show();
  }
}

function marked(name, typed) {
  const place = typed ? name.toLowerCase().indexOf(typed) : -1;
  if (place < 0) return [name];
  return [name.slice(0, place), make("b", {}, name.slice(place, place + typed.length)), name.slice(place + typed.length)];
}
