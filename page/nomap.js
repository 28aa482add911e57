// What stands in for the map until it is there, and where there can be none: without WebGL the
// list, the filters and the cards work.

import { $, make } from "./dom.js";
import { filters, absolute, address } from "./query.js";
import { boxOf } from "./shapes.js";

export class NoMap {
  region = null;
  isDrawing = false;
  #state;
  #view;

  /** `view` is {zoom, latitude, longitude}, or null where the map would fit the homes. */
  constructor({ state, view }) {
    this.#state = state;
    this.#view = view;
  }

  /** Says in the map's place why it is empty. */
  explain(words) {
    this.#view = null;
    $("map").append(make("div", { className: "no-map" },
      make("strong", {}, "The map cannot be shown."), make("p", {}, words),
      make("p", {}, "The list, the filters and the homes work without it.")));
    document.body.classList.add("without-map");
  }

  get isFitted() { return !this.#view; }

  get box() {
    const { clientWidth: width, clientHeight: height } = $("map");
    return this.#view && width ? boxOf(this.#view, width, height) : null;
  }

  get view() { return this.#view; }

  get tiles() { return absolute(address("tiles/{z}/{x}/{y}.mvt", filters(this.#state))); }
}

// What only a map can do.
const idle = [
  "filter", "reload", "touch", "colour", "showLand", "showTowns", "showArea", "mark", "fit",
  "fitArea", "look", "show", "reveal", "resize",
];
for (const name of idle) NoMap.prototype[name] = () => {};
