// Starting the map: its library, what the server says of its tiles, and where it begins.

import { get } from "./api.js";
import { $ } from "./dom.js";
import { HomesMap } from "./map.js";
import { boundsOf, ringOf } from "./shapes.js";

/** Loads MapLibre, which index.html has the browser fetch meanwhile. */
const library = () => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = $("library").href;
  script.onload = resolve;
  script.onerror = () => reject(new Error("MapLibre, the library that draws it, could not be loaded. Load the page again."));
  document.head.append(script);
});

/**
 * The map of homes; throws words for people where there can be none. `bounds` is a promise of the box that it begins
 * with where there is no view.
 */
export async function startMap({ view, bounds, state, on }) {
  const [info, box] = await Promise.all([get("tiles.json"), bounds, library()]);
  try {
    return new HomesMap({
      container: "map", info: info.body, view, state, on,
      bounds: box ?? (state.region && boundsOf(ringOf(state.region))),
    });
  } catch (error) {
    $("map").replaceChildren();
    throw isWithoutWebGL() ? new Error("This browser does not offer WebGL, which draws it: it may be switched off, or the "
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
