// The map: tiles of homes under the filters, clusters that open, the area that is searched in.

import { debounced } from "./dom.js";
import { plural, shortMoney } from "./format.js";
import { drawLabels } from "./labels.js";
import { graticule, palettes, priceColor, style } from "./mapstyle.js";
import { address, filters } from "./query.js";
import { boundsOf, ringOf } from "./shapes.js";

const empty = { type: "FeatureCollection", features: [] };
const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const theme = () => dark.matches ? "dark" : "light";

export class HomesMap {
  #info;
  #range = [0, 0];
  #data = { grid: empty, land: empty, places: empty, area: empty, spot: empty };
  #tiles;
  #hovered = null;
  /** While an area is drawn, clicks are not for homes. */
  isDrawing = false;

  /** `on` holds what the page does: moved, home, leaves, hover, failed. */
  constructor({ container, info, view, state, on }) {
    this.#info = info;
    this.on = on;
    const bounds = info.bounds ?? [-125, 25, -66, 49];
    this.#data.grid = graticule(bounds);
    this.#tiles = this.#address(state);
    this.map = new maplibregl.Map({
      container, style: this.#style(), attributionControl: false, dragRotate: false, pitchWithRotate: false,
      touchPitch: false, maxZoom: 19, minZoom: 3, fadeDuration: 120, renderWorldCopies: true,
      ...(view ?? { bounds, fitBoundsOptions: { padding: 24 } }),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "bottom-right");
    this.map.addControl(new maplibregl.ScaleControl({ unit: "imperial", maxWidth: 90 }), "bottom-right");
    this.map.getCanvas().setAttribute("aria-label", "Map of homes. Arrow keys move it, plus and minus zoom.");
    drawLabels(this.map);
    dark.addEventListener("change", () => this.map.setStyle(this.#style(), { diff: false }));
    // What has changed while a style was on its way is shown when it is there.
    this.map.on("style.load", () => {
      for (const [source, data] of Object.entries(this.#data)) this.map.getSource(source).setData(data);
      const homes = this.map.getSource("homes");
      if (homes.tiles[0] !== this.#tiles) homes.setTiles([this.#tiles]);
      this.#paint();
    });
    this.map.on("moveend", debounced(60, () => on.moved()));
    this.map.on("error", ({ error }) => on.failed(error));
    this.#listen();
  }

  #address(state) {
    return location.origin + address("/tiles/{z}/{x}/{y}.mvt", filters(state));
  }

  #style() {
    return style(theme(), {
      tiles: this.#tiles, info: this.#info, range: this.#range, data: this.#data,
    });
  }

  /** The address of the tiles that are shown. */
  get tiles() { return this.#tiles; }

  /** Shows the homes that the filters let through. */
  filter(state) {
    const tiles = this.#address(state);
    if (tiles === this.#tiles) return;
    this.#tiles = tiles;
    this.map.getSource("homes")?.setTiles([tiles]);
  }

  /** Colours by price, from the lower quartile to the upper one. */
  colour(range) {
    if (range.join() === this.#range.join()) return;
    this.#range = range;
    this.#paint();
  }

  #paint() {
    if (!this.map.getLayer("clusters")) return;
    const palette = palettes[theme()];
    this.map.setPaintProperty("clusters", "circle-color", priceColor(palette, "avg_price", this.#range));
    this.map.setPaintProperty("homes", "circle-color", priceColor(palette, "listPrice", this.#range));
  }

  #show(source, data) {
    this.#data[source] = data;
    this.map.getSource(source)?.setData(data);
  }

  showLand(land) { this.#show("land", land); }

  showPlaces(places) { this.#show("places", places); }

  /** Shows an area, or a line that is being drawn. */
  showArea(region) {
    if (!region) return this.#show("area", empty);
    const ring = ringOf(region);
    this.#show("area", {
      type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] },
    });
  }

  /** Marks homes, the last one on top; those that are null or have no position are passed over. */
  mark(...homes) {
    const placed = homes.filter(home => home?.longitude != null && home?.latitude != null);
    this.#show("spot", {
      type: "FeatureCollection", features: placed.map(home => ({
        type: "Feature", geometry: { type: "Point", coordinates: [home.longitude, home.latitude] },
        properties: home.listPrice == null ? {} : { listPrice: home.listPrice },
      })),
    });
  }

  /** What the map shows: west, south, east, north, rounded to a metre or so; null where it is the whole world. */
  get box() {
    const bounds = this.map.getBounds();
    const [west, east] = [bounds.getWest(), bounds.getEast()];
    if (east - west >= 360) return null;
    const turned = value => ((value + 180) % 360 + 360) % 360 - 180;
    const sides = [turned(west), Math.max(-90, bounds.getSouth()), turned(east), Math.min(90, bounds.getNorth())];
    return sides.map(side => Number(side.toFixed(5)));
  }

  get view() {
    const center = this.map.getCenter().wrap();
    return { zoom: this.map.getZoom(), latitude: center.lat, longitude: center.lng };
  }

  /** Moves to a box of [west, south, east, north]. */
  fit(bounds, { maxZoom = 16, least = 0, center = null } = {}) {
    const camera = this.map.cameraForBounds([[bounds[0], bounds[1]], [bounds[2], bounds[3]]], { padding: 56, maxZoom });
    if (!camera) return;
    const isNear = camera.zoom < least;
    this.map.easeTo({
      center: isNear && center ? center : camera.center, zoom: Math.max(camera.zoom, least), duration: this.#duration(450),
    });
  }

  fitArea(region) { this.fit(boundsOf(ringOf(region))); }

  /** Brings a home into sight, if it is not: on the map, and not under the card. */
  reveal(home, card) {
    if (home?.longitude == null) return;
    const center = [home.longitude, home.latitude];
    const stage = this.map.getContainer().getBoundingClientRect();
    const { x, y } = this.map.project(center);
    const [left, top] = [card.left - stage.left - 40, card.top - stage.top - 20];
    const isCovered = x > left && y > top && y < card.bottom - stage.top + 40;
    if (this.map.getBounds().contains(center) && !isCovered) return;
    const isWide = card.width < stage.width * 0.7;
    const offset = isWide ? [(left - stage.width) / 2, 0] : [0, (Math.max(top, 80) - stage.height) / 2];
    this.map.easeTo({ center, offset, duration: this.#duration(450) });
  }

  #duration(milliseconds) { return calm.matches ? 0 : milliseconds; }

  resize() { this.map.resize(); }

  #listen() {
    const layers = ["clusters", "homes", "prices"];
    const found = point => this.isDrawing || !this.map.getLayer("homes") ? undefined
      : this.map.queryRenderedFeatures([[point.x - 2, point.y - 2], [point.x + 2, point.y + 2]], { layers })[0];

    this.map.on("click", ({ point }) => {
      if (this.isDrawing) return;
      const feature = found(point);
      if (!feature) return this.on.nothing();
      if (feature.properties.cluster) this.#open(feature); else this.on.home(feature.properties.listingKey);
    });

    this.map.on("mousemove", ({ point }) => this.#hover(found(point)));
    this.map.on("mouseout", () => this.#hover());
    this.map.on("movestart", () => this.#hover());
    this.#hint = new maplibregl.Popup({ closeButton: false, closeOnClick: false, className: "hint-popup", offset: 18, maxWidth: "none" });
  }

  #hint;

  #open({ properties, geometry }) {
    if (properties.coincident) return this.on.leaves(properties, geometry.coordinates);
    this.fit(JSON.parse(properties.bounds), {
      maxZoom: 17.5, least: properties.expansion_zoom, center: geometry.coordinates,
    });
  }

  #hover(feature) {
    if (this.#hovered?.id === feature?.id) return;
    const set = (id, hover) => this.map.setFeatureState({ source: "homes", sourceLayer: "listings", id }, { hover });
    if (this.#hovered) set(this.#hovered.id, false);
    this.#hovered = feature ? { id: feature.id } : null;
    if (!this.isDrawing) this.map.getCanvas().style.cursor = feature ? "pointer" : "";
    this.on.hover(feature?.properties.listingKey ?? null);
    if (!feature) return this.#hint.remove();
    set(feature.id, true);
    const words = feature.properties.cluster ? clusterWords(feature.properties) : null;
    if (!words) return this.#hint.remove();
    this.#hint.setLngLat(feature.geometry.coordinates).setText(words).addTo(this.map);
  }
}

function clusterWords({ point_count: count, min_price: low, max_price: high, avg_price: mean, coincident }) {
  const homes = plural(count, "home") + (coincident ? " at one address" : "");
  if (low == null) return homes;
  return `${homes} · ${low === high ? shortMoney(low) : `${shortMoney(low)} – ${shortMoney(high)}`} · average ${shortMoney(mean)}`;
}
