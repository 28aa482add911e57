// A page that stays open for days: the server is asked now and then whether it has other listings.

import { get } from "./api.js";

const pause = 60_000;

/** Calls `changed` when the listings have changed; asks only while the page is seen. */
export function watchListings(changed) {
  let known = null;
  let asked = -Infinity;
  const ask = async () => {
    if (document.hidden || performance.now() - asked < pause) return;
    asked = performance.now();
    try {
      const { body } = await get("api/health");
      const now = `${body.generation}/${body.changeNumber}`;
      if (known !== null && known !== now) changed();
      known = now;
    } catch { /* A server may keep its health to itself; a lost connection shows elsewhere. */ }
  };
  setInterval(ask, pause / 6);
  document.addEventListener("visibilitychange", ask);
}
