// What the map looks like. There is no map from outside: the ground is drawn from the listings
// themselves, a wash where homes are, and a graticule; all words are pictures (labels.js), so that
// no font is fetched either.

export const palettes = {
  light: {
    ground: "#f6f4ee", land: "#ebe6d9", clear: "rgba(235,230,217,0)", town: "#e2dccd",
    grid: "#e3ddcf", place: "#6f6a5c", halo: "#f6f4ee",
    low: "#2f7f70", middle: "#2d6285", high: "#6a3f6e", plain: "#5d686c", stroke: "#ffffff",
    pill: "#ffffff", pillInk: "#1d2528", pillLine: "#d3cec1",
    accent: "#0e6259", area: "#0e6259", shade: "rgba(29,37,40,.18)",
  },
  dark: {
    ground: "#12181b", land: "#1a2226", clear: "rgba(26,34,38,0)", town: "#20292e",
    grid: "#20292d", place: "#8d989b", halo: "#12181b",
    low: "#2c8070", middle: "#37709a", high: "#86578f", plain: "#66757a", stroke: "#12181b",
    pill: "#20292d", pillInk: "#eef1f1", pillLine: "#39444a",
    accent: "#6cc5b3", area: "#6cc5b3", shade: "rgba(0,0,0,.5)",
  },
};

const none = { type: "FeatureCollection", features: [] };
const isCluster = ["==", ["get", "cluster"], true];

/**
 * From the colour of a low price to that of a high one; `range` holds the quartiles of the prices.
 */
export function priceColor(palette, property, [low, high]) {
  if (!(high > low)) return palette.low;
  return [
    "case", ["!", ["has", property]], palette.plain,
    [
      "interpolate", ["linear"], ["get", property],
      low, palette.low, (low + high) / 2, palette.middle, high, palette.high,
    ],
  ];
}

export const clusterRadius = [
  "interpolate", ["linear"], ["sqrt", ["get", "point_count"]],
  1.4, 11, 4, 13, 10, 16, 30, 21, 70, 27, 200, 33,
];

/**
 * A price as the label shows it, rounded to what is told apart there, so that there are few labels
 * to draw.
 */
const shown = [
  "let", "price", ["get", "listPrice"],
  [
    "let", "step", [
      "step", ["var", "price"], 1,
      1_000, 100, 10_000, 1_000, 1_000_000, 10_000, 10_000_000, 100_000,
    ],
    ["*", ["var", "step"], ["round", ["/", ["var", "price"], ["var", "step"]]]],
  ],
];

/** The layers that show homes, from the lowest to the highest. */
export const homeLayers = ["clusters-shade", "clusters", "homes", "prices", "counts"];

/** The homes have two sources, of which one is seen; the second has layers of its own. */
export const sets = ["homes", "homes-b"];

/** The name of a layer of homes in one of the two sets. */
export const layerOf = (set, name) => set === sets[0] ? name : `${name}-b`;

/** What hides a layer of homes, and yet has its tiles loaded. */
export const opacitiesOf = name => ["prices", "counts"].includes(name) ? ["icon-opacity"]
  : name === "clusters-shade" ? ["circle-opacity"] : ["circle-opacity", "circle-stroke-opacity"];

function homes(set, isSeen, { theme, palette, range }) {
  const hovered = ["boolean", ["feature-state", "hover"], false];
  const stroke = width => ({
    "circle-stroke-color": ["case", hovered, palette.accent, palette.stroke],
    "circle-stroke-width": ["case", hovered, width, 1.5],
  });
  const layers = {
    "clusters-shade": {
      type: "circle", filter: isCluster,
      paint: {
        "circle-radius": ["+", 4, clusterRadius], "circle-color": palette.shade, "circle-blur": 0.7,
        "circle-translate": [0, 2],
      },
    },
    clusters: {
      type: "circle", filter: isCluster,
      paint: {
        "circle-radius": clusterRadius,
        "circle-color": priceColor(palette, "avg_price", range), ...stroke(3.5),
      },
    },
    homes: {
      type: "circle", filter: ["!", isCluster],
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 6, 4, 12, 5.5, 17, 7],
        "circle-color": priceColor(palette, "listPrice", range), ...stroke(3),
      },
    },
    prices: {
      type: "symbol", minzoom: 11, filter: ["all", ["!", isCluster], ["has", "listPrice"]],
      layout: {
        "icon-image": ["concat", "price|", theme, "|", ["to-string", shown]],
        "icon-anchor": "bottom", "icon-offset": [0, -8], "icon-padding": 1,
        "symbol-sort-key": ["get", "listPrice"],
      },
    },
    counts: {
      type: "symbol", filter: isCluster,
      layout: {
        "icon-image": [
          "concat", "count|", theme, "|", ["to-string", ["get", "point_count_abbreviated"]],
        ],
        "icon-allow-overlap": true, "icon-padding": 3,
      },
    },
  };
  return homeLayers.map(name => ({
    id: layerOf(set, name), source: set, "source-layer": "listings", ...layers[name],
    layout: { ...layers[name].layout, visibility: isSeen ? "visible" : "none" },
  }));
}

/**
 * The style of a theme: `tiles` are those of the set in `front`; `info` is the server's TileJSON.
 */
export function style(theme, { tiles, front, info, range, data }) {
  const palette = palettes[theme];
  const vector = { type: "vector", tiles: [tiles], minzoom: info.minzoom, maxzoom: info.maxzoom };
  const look = { theme, palette, range };
  const [back] = sets.filter(set => set !== front);
  return {
    version: 8,
    transition: { duration: 0, delay: 0 },
    sources: {
      [front]: vector, [back]: vector,
      land: { type: "geojson", data: data.land },
      grid: { type: "geojson", data: data.grid },
      places: { type: "geojson", data: data.places },
      area: { type: "geojson", data: data.area ?? none },
      spot: { type: "geojson", data: data.spot ?? none },
    },
    layers: [
      { id: "back", type: "background", paint: { "background-color": palette.ground } },
      {
        id: "land", type: "heatmap", source: "land", maxzoom: 12.5,
        paint: {
          "heatmap-weight": ["min", 8, ["sqrt", ["coalesce", ["get", "point_count"], 1]]],
          "heatmap-radius": [
            "interpolate", ["exponential", 2], ["zoom"], 4, 5, 6, 9, 8, 20, 12, 320,
          ],
          "heatmap-intensity": ["interpolate", ["linear"], ["zoom"], 5, 0.35, 8, 0.5, 12, 0.5],
          "heatmap-color": [
            "interpolate", ["linear"], ["heatmap-density"],
            0, palette.clear, 0.09, palette.clear, 0.12, palette.land,
            0.7, palette.land, 0.76, palette.town, 1, palette.town,
          ],
          "heatmap-opacity": ["interpolate", ["linear"], ["zoom"], 10.5, 1, 12.5, 0],
        },
      },
      {
        id: "grid", type: "line", source: "grid", filter: [">=", ["zoom"], ["get", "zoom"]],
        paint: { "line-color": palette.grid, "line-width": 1 },
      },
      {
        id: "area-fill", type: "fill", source: "area",
        paint: { "fill-color": palette.area, "fill-opacity": 0.09 },
      },
      {
        id: "area-line", type: "line", source: "area",
        paint: { "line-color": palette.area, "line-width": 2, "line-dasharray": [2, 1.2] },
      },
      {
        id: "places", type: "symbol", source: "places",
        layout: {
          "icon-image": ["concat", "place|", theme, "|", ["get", "name"]],
          "icon-anchor": "bottom", "icon-offset": [0, -17],
          "symbol-sort-key": ["-", 0, ["get", "count"]], "icon-padding": 6,
        },
        paint: {
          "icon-opacity": ["interpolate", ["linear"], ["zoom"], 5.5, 0, 6.5, 1, 13.5, 1, 14.5, 0],
        },
      },
      ...homes(back, false, look), ...homes(front, true, look),
      {
        id: "spot", type: "circle", source: "spot",
        paint: {
          "circle-radius": 8, "circle-color": palette.accent,
          "circle-stroke-color": palette.stroke, "circle-stroke-width": 2.5,
        },
      },
      {
        id: "spot-price", type: "symbol", source: "spot", filter: ["has", "listPrice"],
        layout: {
          "icon-image": ["concat", "spot|", theme, "|", ["to-string", shown]],
          "icon-anchor": "bottom", "icon-offset": [0, -11],
          "icon-allow-overlap": true, "icon-ignore-placement": true,
        },
      },
    ],
  };
}

/** Meridians and parallels around a box, closer together from zoom to zoom. */
export function graticule(box) {
  const size = Math.max(box[2] - box[0], box[3] - box[1]);
  const steps = size > 20 ? [[0, 5]] : size > 10 ? [[0, 1]] : [[0, 0.5], [9.5, 0.1], [12, 0.02]];
  const features = steps.map(([zoom, step]) => lines(box, zoom, step));
  return { type: "FeatureCollection", features };
}

function lines([west, south, east, north], zoom, step) {
  const around = zoom ? 2 : 8;
  const columns = [Math.floor(west / step) - around, Math.ceil(east / step) + around];
  const rows = [
    Math.max(Math.floor(south / step) - around, -85 / step),
    Math.min(Math.ceil(north / step) + around, 85 / step),
  ];
  const coordinates = [];
  for (let column = columns[0]; column <= columns[1]; column++) {
    coordinates.push(rows.map(row => [column * step, row * step]));
  }
  for (let row = rows[0]; row <= rows[1]; row++) {
    coordinates.push(columns.map(column => [column * step, row * step]));
  }
  const geometry = { type: "MultiLineString", coordinates };
  return { type: "Feature", properties: { zoom }, geometry };
}
