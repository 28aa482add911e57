// The map: tiles of homes under the filters, clusters that open, the area that is searched in.

import { debounced } from "./dom.js";
import { plural, shortMoney } from "./format.js";
import { drawLabels } from "./labels.js";
import { graticule, layerOf, palettes, priceColor, sets, style } from "./mapstyle.js";
import { absolute, address, filters } from "./query.js";
import { boundsOf, ringOf, roundedBox, unwrapped } from "./shapes.js";
import { TwoSources } from "./swap.js";

const empty = { type: "FeatureCollection", features: [] };
const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const touch = matchMedia("(pointer: coarse)");
const theme = () => dark.matches ? "dark" : "light";

export class HomesMap {
  #info;
  #everything;
  #range = [0, 0];
  #data = { grid: empty, land: empty, places: empty, area: empty, spot: empty };
  #homes;
  #hovered = null;
  /**
   * Where the map was moved to so that it fits the homes, until it is moved otherwise: {zoom,
   * center}.
   */
  #fitted = null;
  /** The tiles that were loaded since the page was opened, and that no change has touched since. */
  #fresh = new Set();
  #hasChanged = false;
  #hint;
  /** While an area is drawn, clicks are not for homes. */
  isDrawing = false;

  /**
   * `on` holds what the page does: moved, home, group, nothing, hover, failed, shown. `view` or
   * `bounds` is where it begins.
   */
  constructor({ container, info, view, bounds, state, on }) {
    this.#info = info;
    this.on = on;
    this.#everything = info.bounds ?? [-125, 25, -66, 49];
    this.#data.grid = graticule(this.#everything);
    this.#homes = new TwoSources(this.#address(state));
    this.map = new maplibregl.Map({
      container, style: this.#style(), attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false,
      maxZoom: 19, minZoom: 3, fadeDuration: 120, renderWorldCopies: true,
      // Tiles are loaded again when the listings have changed, not by the clock.
      refreshExpiredTiles: false,
      transformRequest: (url, type) => ({
        url, ...(type === "Tile" ? { cache: this.#cacheOf(url) } : {}),
      }),
      ...(view ? { zoom: view.zoom, center: [view.longitude, view.latitude] }
        : {
          bounds: unwrapped(bounds ?? this.#everything),
          fitBoundsOptions: { padding: bounds ? 56 : 24, maxZoom: 14 },
        }),
    });
    if (!view) this.#fitted = this.#camera;
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "bottom-right");
    this.map.addControl(
      new maplibregl.ScaleControl({ unit: "imperial", maxWidth: 90 }), "bottom-right");
    this.map.getCanvas().setAttribute(
      "aria-label", "Map of homes. Arrow keys move it, plus and minus zoom.");
    drawLabels(this.map);
    dark.addEventListener("change", () => this.map.setStyle(this.#style(), { diff: false }));
    // What has changed while a style was on its way is shown when it is there.
    this.map.on("style.load", () => {
      for (const [source, data] of Object.entries(this.#data)) {
        this.map.getSource(source).setData(data);
      }
      this.#paint();
    });
    /** Resolves when the homes are drawn for the first time. */
    this.drawn = new Promise(resolve => this.map.once("idle", () => resolve()));
    this.#homes.attach(this.map, { before: () => this.#hover(), shown: () => on.shown() });
    this.map.on("movestart", ({ originalEvent }) => { if (originalEvent) this.#fitted = null; });
    this.map.on("moveend", debounced(60, () => on.moved()));
    this.map.on("error", ({ error }) => on.failed(error));
    this.#listen();
  }

  #address(state) { return absolute(address("tiles/{z}/{x}/{y}.mvt", filters(state))); }

  #style() {
    return style(theme(), {
      tiles: this.#homes.tiles, front: this.#homes.front,
      info: this.#info, range: this.#range, data: this.#data,
    });
  }

  /** The address of the tiles that are shown, or will be when they are there. */
  get tiles() { return this.#homes.wanted; }

  /** Whether homes of another filter are on their way. */
  get isLoading() { return this.#homes.isLoading; }

  /** The layer of the homes that are seen: "clusters", "homes", "prices". */
  layer(name) { return layerOf(this.#homes.front, name); }

  /** Shows the homes that the filters let through. */
  filter(state) { this.#homes.show(this.#address(state)); }

  /**
   * Loads the tiles again, past what the browser keeps: all listings may have changed, or some
   * tiles have failed.
   */
  reload() {
    this.#fresh.clear();
    this.#hasChanged = true;
    this.#homes.reload();
  }

  /** Loads the tiles again that changes at some positions touch; others stay as they are. */
  touch(positions) {
    const places = positions.filter(Boolean).map(mercator);
    this.#hasChanged = true;
    let isSeen = false;
    for (const url of this.#fresh) {
      const tile = tileOf(url);
      if (!tile || !places.some(place => touches(place, tile))) continue;
      this.#fresh.delete(url);
      isSeen ||= url.startsWith(this.#homes.wanted.split("{")[0]) && this.#sees(tile);
    }
    if (isSeen) this.#homes.reload();
  }

  /** Whether a tile is one of those that are shown now. */
  #sees({ z, x, y }) {
    const side = 1 << z;
    const bounds = this.map.getBounds();
    const west = x / side * 360 - 180;
    const [top, bottom] = [y, y + 1].map(row => latitudeOf(row / side));
    return z === Math.floor(Math.min(this.map.getZoom() + 1e-6, this.#info.maxzoom))
      && bounds.getSouth() < top && bounds.getNorth() > bottom
      && [-360, 0, 360].some(turn => bounds.getWest() < west + 360 / side + turn
        && bounds.getEast() > west + turn);
  }

  /** What the browser keeps of a tile is used as it is while nothing has changed there. */
  #cacheOf(url) {
    if (this.#fresh.has(url)) return "force-cache";
    this.#fresh.add(url);
    return this.#hasChanged ? "no-cache" : "default";
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
    for (const set of sets) {
      for (const [layer, property] of [["clusters", "avg_price"], ["homes", "listPrice"]]) {
        const color = priceColor(palette, property, this.#range);
        this.map.setPaintProperty(layerOf(set, layer), "circle-color", color);
      }
    }
  }

  #put(source, data) {
    this.#data[source] = data;
    this.map.getSource(source)?.setData(data);
  }

  showLand(land) { this.#put("land", land); }

  showTowns(towns) { this.#put("places", towns); }

  /** Shows an area, or a line that is being drawn. */
  showArea(region) {
    if (!region) return this.#put("area", empty);
    const ring = ringOf(region);
    this.#put("area", {
      type: "Feature", properties: {},
      geometry: { type: "Polygon", coordinates: [[...ring, ring[0]]] },
    });
  }

  /** Marks homes, the last one on top; those that are null or have no position are passed over. */
  mark(...homes) {
    const placed = homes.filter(home => home?.longitude != null && home?.latitude != null);
    this.#put("spot", {
      type: "FeatureCollection", features: placed.map(home => ({
        type: "Feature", geometry: { type: "Point", coordinates: [home.longitude, home.latitude] },
        properties: home.listPrice == null ? {} : { listPrice: home.listPrice },
      })),
    });
  }

  /**
   * What the map shows: west, south, east, north, rounded to a metre or so; null where it is the
   * whole world.
   */
  get box() {
    const bounds = this.map.getBounds();
    const [west, east] = [bounds.getWest(), bounds.getEast()];
    return east - west >= 360 ? null : roundedBox(west, bounds.getSouth(), east, bounds.getNorth());
  }

  /** Where the map is; null while it fits the homes that match, which says more than a position. */
  get view() {
    if (this.isFitted) return null;
    const center = this.map.getCenter().wrap();
    return { zoom: this.map.getZoom(), latitude: center.lat, longitude: center.lng };
  }

  get #camera() { return { zoom: this.map.getZoom(), center: this.map.getCenter() }; }

  /** Whether the map shows all homes that match, and was not moved since. */
  get isFitted() {
    if (!this.#fitted || this.map.isMoving()) return this.#fitted != null;
    const [place, middle] = [this.#fitted.center, this.map.getCenter()]
      .map(center => this.map.project(center));
    if (Math.abs(this.#fitted.zoom - this.map.getZoom()) > 0.01 || place.dist(middle) > 4) {
      this.#fitted = null;
    }
    return this.#fitted != null;
  }

  /** Moves so that the map fits a box of [west, south, east, north] around all homes that match. */
  fit(bounds, options) {
    const camera = this.#move(bounds, options);
    if (camera) {
      this.#fitted = { zoom: camera.zoom, center: maplibregl.LngLat.convert(camera.center) };
    }
  }

  fitArea(region) { this.fit(boundsOf(ringOf(region))); }

  /** Moves to a box that is not that of the homes that match: the list is then limited to it. */
  look(bounds) {
    this.#fitted = null;
    this.#move(bounds);
  }

  /** Moves back to a view. */
  show({ zoom, latitude, longitude }) {
    this.#fitted = null;
    this.map.easeTo({ zoom, center: [longitude, latitude], duration: this.#duration(300) });
  }

  #move(bounds, { maxZoom = 16, least = 0, center = null, padding = 56 } = {}) {
    const [west, south, east, north] = unwrapped(bounds);
    const camera = this.map.cameraForBounds([[west, south], [east, north]], { padding, maxZoom });
    if (!camera) return null;
    const isNear = camera.zoom < least;
    const target = {
      center: isNear && center ? center : camera.center, zoom: Math.max(camera.zoom, least),
    };
    this.map.easeTo({ ...target, duration: this.#duration(450) });
    return target;
  }

  /**
   * Brings a home into sight, if it is not: on the map, and neither under the card nor under the
   * tools. The map moves as little as it must; `near` comes close to the home.
   */
  reveal(home, card, { near = false } = {}) {
    if (home?.longitude == null) return;
    const center = [home.longitude, home.latitude];
    const stage = this.map.getContainer().getBoundingClientRect();
    const { x, y } = this.map.project(center);
    const free = freeOf(stage, card);
    const isCovered = x > free.right && y > card.top - stage.top - 20
      && y < card.bottom - stage.top + 40;
    const isInside = x >= 0 && x <= stage.width && y >= free.top && y <= free.bottom;
    const zoom = Math.max(this.map.getZoom(), near ? 14 : 0);
    const isThere = zoom === this.map.getZoom();
    if (isInside && !isCovered && isThere) return;
    const target = isThere
      ? [within(x, free.left, free.right), within(y, free.top, free.bottom)]
      : [(free.left + free.right) / 2, (free.top + free.bottom) / 2];
    const offset = [target[0] - stage.width / 2, target[1] - stage.height / 2];
    // A little aside for the card, the map still fits the homes.
    if (this.isFitted && !near) this.map.once("moveend", () => { this.#fitted = this.#camera; });
    else this.#fitted = null;
    this.map.easeTo({ center, zoom, offset, duration: this.#duration(450) });
  }

  #duration(milliseconds) { return calm.matches ? 0 : milliseconds; }

  resize() { this.map.resize(); }

  /**
   * The homes and clusters at a point of the map, the uppermost first; a finger covers more than a
   * pointer.
   */
  #found({ x, y }, reach = 2) {
    if (this.isDrawing || !this.map.getLayer("homes")) return [];
    const layers = ["clusters", "homes", "prices"].map(name => this.layer(name));
    const around = [[x - reach, y - reach], [x + reach, y + reach]];
    return this.map.queryRenderedFeatures(around, { layers });
  }

  #listen() {
    this.map.on("click", ({ point, originalEvent }) => {
      if (this.isDrawing) return;
      let found = this.#found(point);
      if (!found.length && originalEvent.pointerType !== "mouse" && touch.matches) {
        found = this.#found(point, 14);
      }
      if (!found.length) return this.on.nothing();
      this.#open(found);
    });
    this.map.on("mousemove", ({ point }) => this.#hover(this.#found(point)[0]));
    this.map.on("mouseout", () => this.#hover());
    this.map.on("movestart", () => this.#hover());
    this.#hint = new maplibregl.Popup({
      closeButton: false, closeOnClick: false,
      className: "hint-popup", offset: 18, maxWidth: "none",
    });
  }

  /** Zooms to where a cluster splits, opens a home, or lists the homes that no zoom parts. */
  #open(found) {
    const [{ properties, geometry }] = found;
    if (properties.cluster && !properties.coincident) {
      this.#fitted = null;
      return this.#move(JSON.parse(properties.bounds), {
        maxZoom: 17.5, least: properties.expansion_zoom, center: geometry.coordinates,
      });
    }
    const isDeep = this.map.getZoom() >= this.#info.maxzoom;
    const pills = this.layer("prices");
    const here = isDeep ? this.#found(this.map.project(geometry.coordinates)) : [];
    const together = [found[0], ...here.filter(feature => feature.layer.id !== pills)];
    const keys = new Set(together.map(feature => feature.properties.listingKey ?? feature.id));
    if (keys.size === 1 && !properties.cluster) return this.on.home(properties.listingKey);
    const box = boundsOf(together.flatMap(cornersOf)).map(side => Number(side.toFixed(6)));
    this.on.group(box, keys.size === 1 ? properties.point_count : null);
  }

  #hover(feature) {
    if (this.#hovered?.id === feature?.id) return;
    const set = ({ id, source }, hover) =>
      this.map.setFeatureState({ source, sourceLayer: "listings", id }, { hover });
    if (this.#hovered) set(this.#hovered, false);
    this.#hovered = feature ? { id: feature.id, source: feature.source } : null;
    if (!this.isDrawing) this.map.getCanvas().style.cursor = feature ? "pointer" : "";
    this.on.hover(feature?.properties.listingKey ?? null);
    if (!feature) return this.#hint.remove();
    set(this.#hovered, true);
    const words = feature.properties.cluster ? clusterWords(feature.properties) : null;
    if (!words) return this.#hint.remove();
    this.#hint.setLngLat(feature.geometry.coordinates).setText(words).addTo(this.map);
  }
}

/**
 * The part of the map beside a card, or above one that is as wide as the map, in its pixels: with
 * room for a home's price, and below the tools, which a wide card hides.
 */
function freeOf(stage, card) {
  if (card.width < stage.width * 0.7) {
    const right = Math.max(60, card.left - stage.left - 40);
    return { left: 60, right, top: 96, bottom: stage.height - 60 };
  }
  const bottom = Math.max(44, card.top - stage.top - 20);
  return { left: 60, right: stage.width - 60, top: 44, bottom };
}

const within = (value, least, most) => Math.min(Math.max(value, least), most);

/** The corners of the box of a cluster, or the position of a home. */
function cornersOf({ properties, geometry }) {
  if (!properties.bounds) return [geometry.coordinates];
  const [west, south, east, north] = JSON.parse(properties.bounds);
  return [[west, south], [east, north]];
}

function clusterWords({
  point_count: count, min_price: low, max_price: high, avg_price: mean, coincident,
}) {
  const homes = plural(count, "home") + (coincident ? " at one address" : "");
  if (low == null) return homes;
  const prices = low === high ? shortMoney(low) : `${shortMoney(low)} – ${shortMoney(high)}`;
  return `${homes} · ${prices} · average ${shortMoney(mean)}`;
}

/** Where a position is on the map, from 0 to 1 eastward and southward. */
function mercator({ longitude, latitude }) {
  const sine = Math.sin(latitude * Math.PI / 180);
  return [longitude / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

/** The latitude of a place from 0, in the north, to 1. */
const latitudeOf = y => Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI;

function tileOf(url) {
  const found = /\/tiles\/(\d+)\/(\d+)\/(\d+)\.mvt/.exec(url);
  return found && { z: Number(found[1]), x: Number(found[2]), y: Number(found[3]) };
}

/**
 * Whether a change at a place may show in a tile. A cluster stands up to two radii from its homes:
 * a sixth of a tile; and a tile shows what stands a little beyond its border.
 */
function touches([x, y], tile) {
  const side = 1 << tile.z;
  const across = Math.abs(x * side - tile.x - 0.5);
  const down = Math.abs(y * side - tile.y - 0.5);
  const reach = 0.5 + 0.3;
  return Math.min(across, side - across) <= reach && down <= reach;
}
