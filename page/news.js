// "12 new homes": what has come on the market while the list was read.

import { get } from "./api.js";
import { $ } from "./dom.js";
import { plural } from "./format.js";
import { address, count } from "./query.js";

/** More homes than these are not counted. */
const most = 200;

export class News {
  #keys = new Set();

  /** `show` is called when somebody wants to see the new homes. */
  constructor(show) {
    $("news").onclick = () => {
      this.clear();
      show();
    };
  }

  /** Takes changes; tells how many homes under these filters, in this box, are new. */
  async take(changes, state, box) {
    for (const { kind, listingKey, before, after } of changes) {
      const comes = kind === "added"
        || (kind === "status" && before?.standardStatus !== after?.standardStatus);
      if (comes) this.#keys.add(listingKey);
      if (kind === "deleted") this.#keys.delete(listingKey);
    }
    return this.tell(state, box);
  }

  /** Counts again: under other filters, or in another box. */
  async tell(state, box) {
    const keys = [...this.#keys].slice(-most);
    let found = 0;
    if (keys.length) {
      const asked = [...count(state, box), ...keys.map(key => ["listingKey", key])];
      try {
        found = (await get(address("api/mls-listings", asked))).body.total;
      } catch { /* The list tells of lost connections. */ }
    }
    const more = this.#keys.size > most && found === keys.length ? "More than " : "";
    $("news").hidden = !found;
    $("news").textContent = found ? `${more}${plural(found, "new home")}` : "";
    return found;
  }

  /** The list shows all homes: none are new. */
  clear() {
    this.#keys.clear();
    $("news").hidden = true;
  }
}
