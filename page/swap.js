// Two sources of homes: one that is seen, and one that is loaded out of sight and then takes its
// place. A source that is given other tiles shows nothing until they are there (MapLibre 5.3); two
// of them leave no empty picture between.

import { homeLayers, layerOf, opacitiesOf, sets } from "./mapstyle.js";

/** Pictures until a source that was given an address has asked for its tiles. */
const settling = 3;

/** Whether a tile may come when it is asked for again. */
export const isPassing = error => !error?.status || error.status === 429 || error.status >= 500;

export class TwoSources {
  #map;
  #on;
  #isLoading = false;
  #hasFailed = false;
  #pictures = 0;

  constructor(tiles) {
    this.front = sets[0];
    this.tiles = this.wanted = tiles;
  }

  /** The set that is seen, its address, and the address that was asked for last. */
  front;
  tiles;
  wanted;

  /** Whether other tiles are on their way. */
  get isLoading() { return this.#isLoading; }

  get #back() { return sets.find(set => set !== this.front); }

  /**
   * Takes a map, whose style has both sources; `on` holds what is done `before` another set is
   * seen, and when it is `shown`.
   */
  attach(map, on) {
    this.#map = map;
    this.#on = on;
    map.on("style.load", () => {
      this.#isLoading = false;
      if (this.wanted !== this.tiles) this.#load();
    });
    map.on("render", () => this.#check());
    map.on("error", ({ error, sourceId }) => {
      // A tile that the server refuses is an empty one; one that did not come leaves the old
      // picture.
      if (sourceId === this.#back && isPassing(error)) this.#hasFailed = true;
    });
  }

  /** Shows tiles of another address. */
  show(tiles) {
    if (tiles === this.wanted) return;
    this.wanted = tiles;
    if (tiles === this.tiles) this.#hide(); else this.#load();
  }

  /** Loads the tiles of the same address again. */
  reload() { this.#load(); }

  #load() {
    const source = this.#map.getSource(this.#back);
    if (!source) return;
    source.setTiles([this.wanted]);
    [this.#isLoading, this.#hasFailed, this.#pictures] = [true, false, 0];
    // Below the set that is seen, whose labels so keep their places.
    const lowest = layerOf(this.front, homeLayers[0]);
    for (const name of homeLayers) {
      const layer = layerOf(this.#back, name);
      this.#map.moveLayer(layer, lowest);
      this.#fade(this.#back, name, 0);
      this.#map.setLayoutProperty(layer, "visibility", "visible");
    }
    this.#map.triggerRepaint();
  }

  #check() {
    if (!this.#isLoading || this.#hasFailed) return;
    // Where all is there already, nothing but this asks for the next picture.
    if (++this.#pictures < settling) return this.#map.triggerRepaint();
    if (!this.#map.isSourceLoaded(this.#back)) return;
    this.#on.before();
    this.front = this.#back;
    this.tiles = this.wanted;
    for (const name of homeLayers) this.#fade(this.front, name, 1);
    this.#hide();
    this.#on.shown();
  }

  /** Hides the set behind, which then loads nothing. */
  #hide() {
    this.#isLoading = false;
    for (const name of homeLayers) {
      this.#map.setLayoutProperty(layerOf(this.#back, name), "visibility", "none");
    }
  }

  #fade(set, name, opacity) {
    for (const property of opacitiesOf(name)) {
      this.#map.setPaintProperty(layerOf(set, name), property, opacity);
    }
  }
}
