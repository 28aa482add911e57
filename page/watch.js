// A page that stays open for days: the server tells what has changed as it changes.

import { get } from "./api.js";

/** Changes of this time, in milliseconds, are handed on together. */
const pause = 400;
/** A thousand pages that hear of one change must not all ask at once. */
const spread = 1_200;
/** Where there is no stream of changes, the server is asked so often. */
const interval = 60_000;

/**
 * Follows the changes of the listings while the page is seen: a browser has few connections to one
 * server, so that pages in the background must not hold them.
 *
 * `changed` is called with changes as /api/changes has them, `lost` where everything may have
 * changed.
 */
export function watchListings({ changed, lost }) {
  let source = null;
  let known = null;
  let changes = [];
  let timer = 0;

  const hand = () => {
    timer = 0;
    const found = changes;
    changes = [];
    if (found.length) changed(found);
  };
  const soon = () => {
    if (!timer) timer = setTimeout(hand, pause + Math.random() * spread);
  };

  const open = () => {
    if (document.hidden || source) return;
    source = new EventSource("api/changes" + (known == null ? "" : `?since=${known}`));
    const on = (name, act) => source.addEventListener(name, event => {
      if (event.lastEventId) known = event.lastEventId;
      act(event);
    });
    on("start", () => {});
    on("reset", () => {
      changes = [];
      lost();
    });
    on("change", event => {
      changes.push(JSON.parse(event.data));
      soon();
    });
    source.onerror = () => {
      // A stream that was cut comes back by itself; one that is refused does not.
      if (source.readyState !== EventSource.CLOSED) return;
      close();
      ask();
    };
  };
  const close = () => {
    source?.close();
    source = null;
  };

  // Without a stream: whether there are other listings at all.
  let seen = null;
  let asked = -Infinity;
  const ask = async () => {
    if (source || document.hidden || performance.now() - asked < interval) return;
    asked = performance.now();
    try {
      const { body } = await get("api/health");
      const now = `${body.generation}/${body.changeNumber}`;
      if (seen !== null && seen !== now) lost();
      seen = now;
    } catch { /* A server may keep its health to itself; a lost connection shows elsewhere. */ }
    open();
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close(); else open();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  setInterval(ask, interval / 6);
  open();
}
