// The filters in use, and the ways out of a search that finds nothing.

import { get } from "./api.js";
import { distance, number, plural, shortMoney, status } from "./format.js";
import { empty } from "./hash.js";
import { address, count } from "./query.js";

/** The filters in use: the words for each, and the change that removes it. */
export function filtersInUse(state) {
  const list = [];
  const add = (words, values) => list.push({ words, values });
  const span = (low, high, words) => low != null && high != null ? `${words(low)} – ${words(high)}`
    : low != null ? `from ${words(low)}` : `up to ${words(high)}`;
  const range = (least, most, words) => {
    if (state[least] == null && state[most] == null) return;
    add(span(state[least], state[most], words), { [least]: null, [most]: null });
  };
  if (state.city) add(state.city, { city: "", cityId: "" });
  if (state.subdivision) add(state.subdivision, { subdivision: "", subdivisionId: "" });
  if (state.postalCode) add(state.postalCode, { postalCode: "" });
  if (state.region) {
    add(
      state.region.kind === "circle" ? `within ${distance(state.region.meters)}` : "drawn area",
      { region: null });
  }
  range("minPrice", "maxPrice", shortMoney);
  if (state.minBeds != null) add(`${state.minBeds}+ beds`, { minBeds: null });
  if (state.minBaths != null) add(`${state.minBaths}+ baths`, { minBaths: null });
  range("minSqft", "maxSqft", value => `${number(value)} sqft`);
  range("minYearBuilt", "maxYearBuilt", value => `built ${value}`);
  for (const value of state.types) {
    add(value, { types: state.types.filter(other => other !== value) });
  }
  if (state.pool != null) add(state.pool ? "pool" : "no pool", { pool: null });
  if (state.statuses.join() !== "Active") {
    add(state.statuses.map(status).join(", ") || "any status", { statuses: ["Active"] });
  }
  return list;
}

const mostWays = 5;

/**
 * What would find homes where a search finds none: each filter left out by itself, the map's
 * borders, all filters.
 * Gives {words, values} with the count in the words, the most homes first.
 */
export async function waysOut(state, box, signal) {
  const used = filtersInUse(state);
  const all = { ...empty(), market: state.market, sort: state.sort, inView: state.inView };
  const ways = [
    ...used.map(({ words, values }) => ({ words: `Remove ${words}`, values, box })),
    ...(box ? [{ words: "Look beyond the map", values: { inView: false }, box: null }] : []),
  ];
  const counted = await Promise.all(ways.map(way => counts(state, way, signal)));
  const found = counted.filter(way => way.count)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostWays);
  if (found.length || !used.length) return found;
  const last = { words: "Remove all filters", values: { ...all, inView: false }, box: null };
  const way = await counts(state, last, signal);
  return way.count ? [way] : [];
}

async function counts(state, way, signal) {
  const pairs = count({ ...state, ...way.values }, way.box);
  const { body } = await get(address("api/mls-listings", pairs), { signal });
  return { ...way, count: body.total, words: `${way.words} (${plural(body.total, "home")})` };
}
