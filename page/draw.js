// Drawing the area to search in: a polygon by its corners or in one stroke, a circle from its
// middle.

import { $ } from "./dom.js";
import { distance } from "./format.js";
import { crossesItself, hull, meters, simplified } from "./shapes.js";

const rounded = ({ lng, lat }) => [Number(lng.toFixed(5)), Number(lat.toFixed(5))];
const hints = matchMedia("(pointer: coarse)").matches ? {
  polygon: "Draw around an area in one stroke, or tap its corners and the first one again.",
  circle: "Press where the middle is and pull. A tap takes a mile.",
} : {
  polygon: "Draw in one stroke, or click the corners. "
    + "Enter or a click on the first corner closes it; Esc cancels.",
  circle: "Press where the middle is and pull. A click takes a mile; Esc cancels.",
};
const mile = 1609.344;

export class Draw {
  #map;
  #done;
  #kind = null;
  #corners = [];
  #stroke = null;
  #pointer = null;

  /** `done` is called with an area; `homes` is the HomesMap. */
  constructor(homes, done) {
    this.homes = homes;
    this.#map = homes.map;
    this.#done = done;
    $("tool-polygon").onclick = () => this.start("polygon");
    $("tool-circle").onclick = event => {
      // By keyboard there is no place to press: the middle of the map it is.
      if (event.detail === 0) {
        this.#finish({ kind: "circle", center: rounded(this.#map.getCenter()), meters: mile });
      } else {
        this.start("circle");
      }
    };
    const canvas = this.#map.getCanvas();
    canvas.addEventListener("pointerdown", event => this.#down(event));
    canvas.addEventListener("pointermove", event => this.#move(event));
    canvas.addEventListener("pointerup", event => this.#up(event));
    canvas.addEventListener("pointercancel", () => this.stop());
    addEventListener("keydown", event => {
      if (!this.#kind) return;
      if (event.key === "Escape") { event.stopPropagation(); this.stop(); }
      if (event.key === "Enter" && this.#corners.length >= 3) {
        event.preventDefault();
        this.#close(this.#corners);
      }
      if (event.key === "Backspace" && this.#corners.length) {
        this.#corners.pop();
        this.#preview();
      }
    }, true);
  }

  get isOn() { return this.#kind !== null; }

  start(kind) {
    if (this.#kind === kind) return this.stop();
    this.stop();
    this.#kind = kind;
    this.homes.isDrawing = true;
    this.#map.dragPan.disable();
    this.#map.doubleClickZoom.disable();
    this.#map.touchZoomRotate.disable();
    this.#map.getCanvas().style.cursor = "crosshair";
    this.#map.getCanvas().style.touchAction = "none";
    $(`tool-${kind}`).setAttribute("aria-pressed", "true");
    this.#hint(hints[kind]);
    this.#map.getCanvas().focus();
  }

  /** Ends drawing without an area. */
  stop() {
    if (!this.#kind) return;
    this.#kind = null;
    this.#corners = [];
    this.#stroke = this.#pointer = null;
    this.#map.dragPan.enable();
    this.#map.doubleClickZoom.enable();
    this.#map.touchZoomRotate.enable();
    this.#map.touchZoomRotate.disableRotation();
    this.#map.getCanvas().style.cursor = "";
    this.#map.getCanvas().style.touchAction = "";
    for (const kind of ["polygon", "circle"]) {
      $(`tool-${kind}`).setAttribute("aria-pressed", "false");
    }
    this.#hint(null);
    this.homes.showArea(this.homes.region ?? null);
    // The click that ends a drawing comes after this, and opens nothing.
    setTimeout(() => { if (!this.#kind) this.homes.isDrawing = false; }, 50);
  }

  #hint(text) {
    $("hint").hidden = !text;
    $("hint").textContent = text ?? "";
  }

  #place(event) {
    const box = this.#map.getCanvas().getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #degrees(point) { return rounded(this.#map.unproject([point.x, point.y])); }

  #down(event) {
    if (!this.#kind || event.button > 0) return;
    event.preventDefault();
    this.#map.getCanvas().setPointerCapture?.(event.pointerId);
    this.#stroke = [this.#place(event)];
  }

  #move(event) {
    if (!this.#kind) return;
    const point = this.#place(event);
    this.#pointer = point;
    if (this.#stroke) this.#stroke.push(point);
    this.#preview();
  }

  #preview() {
    if (this.#kind === "circle" && this.#stroke) {
      const center = this.#degrees(this.#stroke[0]);
      const radius = meters(center, this.#degrees(this.#stroke.at(-1)));
      if (radius > 0) this.homes.showArea({ kind: "circle", center, meters: radius });
      this.#hint(distance(radius));
    } else if (this.#kind === "polygon") {
      const isStroke = this.#isLong() && !this.#corners.length;
      const ring = isStroke ? this.#stroke.map(point => this.#degrees(point))
        : [...this.#corners, ...(this.#pointer ? [this.#degrees(this.#pointer)] : [])];
      this.homes.showArea(ring.length >= 2 ? { kind: "polygon", ring } : null);
    }
  }

  #isLong() {
    const [first] = this.#stroke ?? [];
    return !!first
      && this.#stroke.some(point => Math.hypot(point.x - first.x, point.y - first.y) > 8);
  }

  #up(event) {
    if (!this.#kind || !this.#stroke) return;
    const point = this.#place(event);
    const [stroke, isLong] = [this.#stroke, this.#isLong()];
    this.#stroke = null;
    if (this.#kind === "circle") {
      const center = this.#degrees(stroke[0]);
      const radius = isLong ? meters(center, this.#degrees(point)) : mile;
      this.#finish({ kind: "circle", center, meters: Math.round(Math.max(radius, 20)) });
    } else if (isLong && !this.#corners.length) {
      this.#close(simplified(stroke, 3).map(place => this.#degrees(place)));
    } else {
      const corner = this.#degrees(point);
      const last = this.#corners.at(-1);
      const isAgain = last && this.#apart(last, point) < 4;
      const isFirst = this.#corners.length >= 3 && this.#apart(this.#corners[0], point) < 12;
      if (isFirst || (isAgain && this.#corners.length >= 3)) return this.#close(this.#corners);
      if (!isAgain) this.#corners.push(corner);
      this.#preview();
    }
  }

  #apart(degrees, point) {
    const place = this.#map.project(degrees);
    return Math.hypot(place.x - point.x, place.y - point.y);
  }

  #close(corners) {
    const ring = crossesItself(corners) ? hull(corners) : corners;
    if (ring.length < 3) return this.#hint("That is too small for an area. Draw a larger one.");
    this.#finish({ kind: "polygon", ring });
  }

  #finish(region) {
    this.homes.region = region;
    this.stop();
    this.#done(region);
  }
}
