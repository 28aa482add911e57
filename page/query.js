// From the state of the page to the parameters of requests.

const direct = [
  "minPrice", "maxPrice", "minBeds", "minBaths", "minSqft", "maxSqft",
  "minYearBuilt", "maxYearBuilt", "postalCode",
];

/** The filters: which homes match. */
export function filters(state) {
  const pairs = [];
  // An id names a place exactly; a name alone is also found within longer names.
  for (const name of ["city", "subdivision"]) {
    if (state[`${name}Id`]) pairs.push([`${name}Id`, state[`${name}Id`]]);
    else if (state[name]) pairs.push([name, state[name]]);
  }
  for (const name of direct) {
    if (state[name] != null && state[name] !== "") pairs.push([name, state[name]]);
  }
  if (state.market !== "any") pairs.push(["listingFor", state.market]);
  if (state.types.length) pairs.push(["propertySubType", state.types.join(",")]);
  const statuses = state.statuses.join(",");
  if (statuses !== "Active") pairs.push(["standardStatus", statuses || "any"]);
  if (state.pool != null) pairs.push(["hasPool", state.pool]);
  if (state.region?.kind === "polygon") pairs.push(["within", wkt(state.region.ring)]);
  if (state.region?.kind === "circle") {
    const [longitude, latitude] = state.region.center;
    const radius = `${Math.round(state.region.meters)}m`;
    pairs.push(["near", `${latitude},${longitude}`], ["radius", radius]);
  }
  return pairs;
}

/**
 * The whole search: filters, order, page and what is counted. `box` is what the map shows;
 * `bounds` asks for the box around all homes that match, which the map then shows.
 */
export function search(state, { box = null, bounds = false, limit = 24, cursor = null } = {}) {
  const pairs = [...filters(state), ...within(box), ["sort", state.sort], ["limit", limit]];
  if (cursor) return [...pairs, ["cursor", cursor]];
  return [
    ...pairs, ["facets", "propertySubType,beds,baths,standardStatus,propertyType,price"],
    ["statistics", true], ...(bounds ? [["bounds", true]] : []), ["explain", true],
  ];
}

/** How many homes match, and nothing else. */
export const count = (state, box = null) => [...filters(state), ...within(box), ["limit", 0]];

const within = box => box ? [["bbox", box.join(",")]] : [];

/** An address with parameters; commas stay commas, for people to read. */
export function address(path, pairs) {
  const text = value => encodeURIComponent(value).replaceAll("%2C", ",");
  const query = pairs.map(([name, value]) => `${name}=${text(value)}`).join("&");
  return query ? `${path}?${query}` : path;
}

/** A path below the page, wherever that is, as a whole address. */
export const absolute = path => new URL(".", document.baseURI).href + path;

const wkt = ring => `POLYGON((${[...ring, ring[0]].map(point => point.join(" ")).join(", ")}))`;
