// What is asked for, kept in the address of the page so that it can be sent to somebody.

const empty = () => ({
  market: "any", city: "", subdivision: "",
  minPrice: null, maxPrice: null, minBeds: null, minBaths: null,
  minSqft: null, maxSqft: null, minYearBuilt: null, maxYearBuilt: null,
  types: [], statuses: ["Active"], pool: null,
  region: null, sort: "-date", inView: true, selected: null,
});

export const state = empty();

const listeners = [];

/** Calls the closure with the names of what has changed, each time something has. */
export const onChange = listener => listeners.push(listener);

/** Changes some of the state. */
export function change(values) {
  const names = Object.keys(values).filter(name => JSON.stringify(state[name]) !== JSON.stringify(values[name]));
  if (!names.length) return;
  Object.assign(state, values);
  if (!state.region && state.sort === "distance") state.sort = "-date";
  writeHash();
  for (const listener of listeners) listener(new Set(names));
}

const numbers = [
  "minPrice", "maxPrice", "minBeds", "minBaths", "minSqft", "maxSqft", "minYearBuilt", "maxYearBuilt",
];

/** Forgets all filters; what is seen and how it is sorted stays. */
export function clearFilters() {
  const { market, sort, inView, selected } = state;
  change({ ...empty(), market, sort: sort === "distance" ? "-date" : sort, inView, selected });
}

/** How many filters there are beyond the usual ones. */
export function filterCount() {
  return numbers.filter(name => state[name] != null).length + (state.types.length ? 1 : 0)
    + (state.pool != null ? 1 : 0) + (state.statuses.join() === "Active" ? 0 : 1);
}

let view = "";

/** Keeps where the map is. */
export function rememberView({ zoom, latitude, longitude }) {
  view = [zoom.toFixed(2), latitude.toFixed(5), longitude.toFixed(5)].join("/");
  writeHash();
}

function writeHash() {
  const pairs = new URLSearchParams();
  if (view) pairs.set("map", view);
  for (const name of ["city", "subdivision", ...numbers]) {
    if (state[name] != null && state[name] !== "") pairs.set(name, state[name]);
  }
  if (state.market !== "any") pairs.set("market", state.market);
  if (state.types.length) pairs.set("type", state.types.join(","));
  if (state.statuses.join() !== "Active") pairs.set("status", state.statuses.join(",") || "any");
  if (state.pool != null) pairs.set("pool", state.pool);
  if (state.region?.kind === "polygon") pairs.set("area", state.region.ring.map(point => point.join(" ")).join(","));
  if (state.region?.kind === "circle") pairs.set("circle", [...state.region.center, Math.round(state.region.meters)].join(","));
  if (state.sort !== "-date") pairs.set("sort", state.sort);
  if (!state.inView) pairs.set("everywhere", "1");
  if (state.selected) pairs.set("home", state.selected);
  const text = pairs.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
  history.replaceState(null, "", "#" + text);
}

/** Reads the address; tells where the map was, and whether a market was named. */
export function readHash() {
  const pairs = new URLSearchParams(location.hash.slice(1));
  Object.assign(state, empty());
  for (const name of ["city", "subdivision"]) state[name] = pairs.get(name) ?? "";
  for (const name of numbers) {
    const text = pairs.get(name);
    state[name] = text && Number.isFinite(Number(text)) ? Number(text) : null;
  }
  if (["sale", "rent"].includes(pairs.get("market"))) state.market = pairs.get("market");
  state.types = pairs.get("type")?.split(",").filter(Boolean) ?? [];
  const status = pairs.get("status");
  if (status) state.statuses = status === "any" ? [] : status.split(",").filter(Boolean);
  if (["true", "false"].includes(pairs.get("pool"))) state.pool = pairs.get("pool") === "true";
  state.region = region(pairs.get("area"), pairs.get("circle"));
  state.sort = pairs.get("sort") ?? "-date";
  if (state.sort === "distance" && state.region?.kind !== "circle") state.sort = "-date";
  state.inView = !pairs.has("everywhere");
  state.selected = pairs.get("home");
  const [zoom, latitude, longitude] = (pairs.get("map") ?? "").split("/").map(Number);
  const isView = [zoom, latitude, longitude].every(Number.isFinite) && Math.abs(latitude) <= 85 && zoom >= 0 && zoom <= 22;
  return { view: isView ? { zoom, center: [longitude, latitude] } : null, isFirst: pairs.size === 0 };
}

function region(area, circle) {
  if (area) {
    const ring = area.split(",").map(point => point.trim().split(/[ +]/).map(Number));
    if (ring.length >= 3 && ring.every(point => point.length === 2 && point.every(Number.isFinite))) {
      return { kind: "polygon", ring };
    }
  }
  const [longitude, latitude, meters] = (circle ?? "").split(",").map(Number);
  if (Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && meters > 0) {
    return { kind: "circle", center: [longitude, latitude], meters };
  }
  return null;
}
