// Starting the map: its library, what the server says of its tiles, and where it begins.

import { get } from "./api.js";
import { $ } from "./dom.js";
import { HomesMap } from "./map.js";
import { boundsOf, ringOf } from "./shapes.js";

/**
 * How long the library leaves the first list the lead, in milliseconds: it takes the machine for
 * itself.
 */
const patience = 100;

/** Starts MapLibre, which index.html has the browser fetch meanwhile. */
const library = () => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = $("library").href;
  script.onload = resolve;
  script.onerror = () => reject(new Error(
    "MapLibre, the library that draws it, could not be loaded. Load the page again."));
  document.head.append(script);
});

/**
 * The map of homes; throws words for people where there can be none. `first` resolves when the
 * first list is there; where the map `waits` for it, it begins with the box that `bounds()` gives.
 */
export async function startMap({ view, first, waits, bounds, state, on }) {
  const lead = Promise.race([first, new Promise(done => setTimeout(done, patience))]);
  const [info] = await Promise.all([get("tiles.json"), lead.then(library), waits && first]);
  try {
    return new HomesMap({
      container: "map", info: info.body, view, state, on,
      bounds: bounds() ?? (state.region && boundsOf(ringOf(state.region))),
    });
  } catch (error) {
    $("map").replaceChildren();
    throw isWithoutWebGL() ? new Error(
      "This browser does not offer WebGL, which draws it: it may be switched off, or the "
        + "graphics card may not be supported.") : error;
  }
}

function isWithoutWebGL() {
  try {
    const canvas = document.createElement("canvas");
    return !(canvas.getContext("webgl2") ?? canvas.getContext("webgl"));
  } catch {
    return true;
  }
}
