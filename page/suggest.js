// What a text in the search box may mean: places of the homes that match, and what the server makes
// of it.

import { get, Latest } from "./api.js";
import { noPlace } from "./hash.js";
import { address, filters } from "./query.js";

const most = 9;
/** Shorter texts are not sent to the server's matcher. */
const leastLetters = 3;
/** The rank of a name that does not have the text. */
const none = 4;
/** Up to this rank a name begins with the text. */
export const beginning = 1;

export const folded = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

/**
 * A suggestion is {kind, value, detail, count}: a city, subdivision or postalCode, with the `id`
 * that names it exactly where the server gives one; a home with its `key`; or an area that is no
 * filter, such as a street, with its `bounds` and the `word` for it.
 */
export class Suggestions {
  #latest = new Latest();
  #asked = null;
  #places = [];
  #controller = null;

  /**
   * Places whose names have the text, with how many homes each has under the filters that stay when
   * it is chosen; null when a newer question came.
   */
  async local(state, text) {
    const pairs = filters({ ...state, ...noPlace, region: null });
    const asked = address("api/mls-listings", [
      ...pairs, ["limit", 0], ["facets", "city,subdivision,postalCode"],
    ]);
    if (asked !== this.#asked) {
      const answer = await this.#latest.get(asked);
      if (!answer) return null;
      this.#asked = asked;
      const places = kind => (answer.body.facets?.[kind] ?? []).map(
        ({ value, count, id = "" }) => ({ kind, value, count, id, folded: folded(value) }));
      this.#places = ["city", "subdivision", "postalCode"].flatMap(places);
    }
    const typed = folded(text);
    const rank = name => name === typed ? 0 : name.startsWith(typed) ? 1
      : name.includes(" " + typed) ? 2 : name.includes(typed) ? 3 : none;
    return this.#places.map(place => ({ ...place, rank: rank(place.folded) }))
      .filter(place => place.rank < none && (typed || place.kind === "city"))
      .sort((a, b) => a.rank - b.rank || b.count - a.count).slice(0, most);
  }

  /** What the server takes the text for: places under other spellings, addresses, listing ids. */
  async meant(text) {
    this.stop();
    if (folded(text).length < leastLetters) return [];
    const controller = this.#controller = new AbortController();
    const { body } = await get("api/chat/match-location", {
      signal: controller.signal, send: { location: text },
    });
    return [body.match, ...body.alternatives ?? []]
      .filter(Boolean)
      .map(match => this.#suggestion(match))
      .filter(Boolean);
  }

  stop() { this.#controller?.abort(); }

  #suggestion({ kind, name, city, state, id = "", listingKey, bounds }) {
    if (listingKey) return { kind: "home", value: name, detail: city, key: listingKey };
    if (Object.hasOwn(noPlace, kind)) {
      const same = this.#places.find(place => place.kind === kind && place.folded === folded(name));
      return same ?? { kind, value: name, id, count: 0, detail: kind === "city" ? state : city };
    }
    return bounds ? { kind: "area", value: name, word: kind, detail: city ?? state, bounds } : null;
  }
}

/** Suggestions one after another, none twice. */
export function joined(...lists) {
  const seen = new Set();
  return lists.flat().filter(({ kind, value, key }) => {
    const name = `${kind}|${key ?? folded(value)}`;
    return !seen.has(name) && seen.add(name);
  }).slice(0, most);
}
