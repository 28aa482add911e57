// The state of the page as text: the part of its address behind the #, which can be sent to
// somebody.

/** The state of a page on which nothing was chosen yet. */
export const empty = () => ({
  market: "any", ...noPlace,
  minPrice: null, maxPrice: null, minBeds: null, minBaths: null,
  minSqft: null, maxSqft: null, minYearBuilt: null, maxYearBuilt: null,
  types: [], statuses: ["Active"], pool: null,
  region: null, sort: "-date", inView: true, selected: null, group: null,
});

/**
 * The names of a place, all empty. An id names a place exactly; without one its name is searched.
 */
export const noPlace = { city: "", cityId: "", subdivision: "", subdivisionId: "", postalCode: "" };

export const numbers = [
  "minPrice", "maxPrice", "minBeds", "minBaths", "minSqft", "maxSqft",
  "minYearBuilt", "maxYearBuilt",
];

/**
 * The address of a state; `view` is {zoom, latitude, longitude}, or null where the map fits the
 * homes.
 */
export function write(state, view) {
  const pairs = new URLSearchParams();
  const set = (name, value) => value != null && value !== "" && pairs.set(name, value);
  if (view) {
    const { zoom, latitude, longitude } = view;
    pairs.set("map", [zoom.toFixed(2), latitude.toFixed(5), longitude.toFixed(5)].join("/"));
  }
  for (const name of [...Object.keys(noPlace), ...numbers]) set(name, state[name]);
  if (state.market !== "any") pairs.set("market", state.market);
  set("type", state.types.join(","));
  if (state.statuses.join() !== "Active") pairs.set("status", state.statuses.join(",") || "any");
  set("pool", state.pool);
  const { kind, ring, center, meters } = state.region ?? {};
  if (kind === "polygon") pairs.set("area", ring.map(point => point.join(" ")).join(","));
  if (kind === "circle") pairs.set("circle", [...center, Math.round(meters)].join(","));
  if (state.sort !== "-date") pairs.set("sort", state.sort);
  if (!state.inView) pairs.set("everywhere", "1");
  set("at", state.group?.join(","));
  set("home", state.selected);
  return "#" + pairs.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
}

/** The state of an address: its values, where the map was, and whether the address says nothing. */
export function read(hash) {
  const pairs = new URLSearchParams(hash.slice(1));
  const values = empty();
  for (const name of Object.keys(noPlace)) values[name] = pairs.get(name) ?? "";
  for (const name of numbers) {
    const text = pairs.get(name);
    values[name] = text && Number.isFinite(Number(text)) ? Number(text) : null;
  }
  if (["sale", "rent"].includes(pairs.get("market"))) values.market = pairs.get("market");
  values.types = list(pairs.get("type"));
  const status = pairs.get("status");
  if (status) values.statuses = status === "any" ? [] : list(status);
  if (["true", "false"].includes(pairs.get("pool"))) values.pool = pairs.get("pool") === "true";
  values.region = region(pairs.get("area"), pairs.get("circle"));
  values.sort = pairs.get("sort") ?? "-date";
  if (values.sort === "distance" && values.region?.kind !== "circle") values.sort = "-date";
  values.inView = !pairs.has("everywhere");
  values.group = box(pairs.get("at"));
  values.selected = pairs.get("home") || null;
  return { values, view: view(pairs.get("map")), isEmpty: pairs.size === 0 };
}

const list = text => text?.split(",").filter(Boolean) ?? [];

function view(text) {
  const [zoom, latitude, longitude] = (text ?? "").split("/").map(Number);
  const isView = [zoom, latitude, longitude].every(Number.isFinite)
    && Math.abs(latitude) <= 85 && zoom >= 0 && zoom <= 22;
  return isView ? { zoom, latitude, longitude } : null;
}

function box(text) {
  const sides = (text ?? "").split(",").map(Number);
  return sides.length === 4 && sides.every(Number.isFinite) ? sides : null;
}

function region(area, circle) {
  if (area) {
    const ring = area.split(",").map(point => point.trim().split(/[ +]/).map(Number));
    const isPoint = point => point.length === 2 && point.every(Number.isFinite);
    if (ring.length >= 3 && ring.every(isPoint)) {
      return { kind: "polygon", ring };
    }
  }
  const [longitude, latitude, meters] = (circle ?? "").split(",").map(Number);
  if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && meters > 0) {
    return { kind: "circle", center: [longitude, latitude], meters };
  }
  return null;
}
