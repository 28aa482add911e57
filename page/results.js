// The list of homes beside the map, a page at a time.

import { $, arrowKeys, make } from "./dom.js";
import {
  date, distance, money, number, plural, price, shortMoney, size, status, wholeStreet,
} from "./format.js";
import { filtersInUse } from "./inuse.js";
import { change, onChange, state } from "./state.js";

const orders = [
  ["-date", "Newest"], ["price", "Lowest price"], ["-price", "Highest price"], ["-sqft", "Largest"],
  ["pricePerSqft", "Lowest $/sqft"], ["distance", "Nearest"],
];

/** A first page's homes: see query.js. */
const pageSize = 24;

export class Results {
  #homes = new Map();
  #cursor = null;
  #total = 0;

  /** `on` holds what the page does: open, hover, more, nothing, retry. */
  constructor(on) {
    this.on = on;
    const sort = $("sort");
    sort.append(...orders.map(([value, label]) => make("option", { value }, label)));
    sort.onchange = () => change({ sort: sort.value });
    $("in-view").onchange = event => change({ inView: event.target.checked });
    arrowKeys($("list"), ".home", { vertical: true });
    onChange(() => this.show());
    this.show();
  }

  show() {
    $("sort").value = state.sort;
    $("sort").querySelector("[value=distance]").hidden = state.region?.kind !== "circle";
    $("in-view").checked = state.inView;
    $("tokens").replaceChildren(...tokens());
    for (const item of $("list").querySelectorAll(".home")) {
      item.setAttribute("aria-current", String(item.dataset.key === state.selected));
    }
  }

  home(key) { return this.#homes.get(key); }

  /** Shows a search's first page. */
  begin(answer) {
    this.#homes.clear();
    $("list").replaceChildren();
    $("list").scrollTop = 0;
    $("results").scrollTop = 0;
    this.#total = answer.total;
    $("results-title").textContent = plural(answer.total, "home");
    const middle = answer.statistics?.price?.median;
    const perFoot = answer.statistics?.pricePerSqft?.median;
    $("results-note").textContent = middle == null ? ""
      : `Median ${shortMoney(middle)}` + (perFoot
        ? ` · ${perFoot < 10 ? "$" + perFoot.toFixed(2) : money(perFoot)} per sqft` : "");
    this.append(answer);
    if (answer.total) return;
    const ways = make("div", { className: "ways" });
    $("list").append(make("li", { className: "nothing" }, make("strong", {}, "No home matches."),
      make("p", {}, state.inView ? "Move the map or remove a filter." : "Remove a filter."), ways));
    this.on.nothing(found => ways.replaceChildren(
      ...found.map(({ words, values }) => make("button", {
        type: "button", className: "button way", onclick: () => change(values),
      }, words))));
  }

  /** Shows a further page. */
  append(answer) {
    for (const home of answer.listings) {
      this.#homes.set(home.listingKey, home);
      $("list").append(this.#item(home));
    }
    this.#cursor = answer.cursor ?? null;
    const foot = $("results-foot");
    foot.replaceChildren();
    if (!this.#homes.size) return;
    foot.append(make("p", {}, `1 – ${number(this.#homes.size)} of ${number(this.#total)}`));
    if (this.#cursor) {
      foot.append(make("button", {
        type: "button", className: "button", id: "more", onclick: async () => {
          const last = $("list").lastElementChild;
          await this.on.more(this.#cursor);
          last?.nextElementSibling?.querySelector(".home")?.focus();
        },
      }, "Show more"));
    }
  }

  /** Says what went wrong; where it may pass, with a button to try again. */
  fail(error) {
    const isOffline = error.status === 0;
    $("results-title").textContent = isOffline ? "Connection lost" : "Could not load";
    $("results-note").textContent = "";
    $("results-foot").replaceChildren();
    $("list").replaceChildren(make("li", { className: "nothing failed" },
      make("strong", {}, isOffline ? "No connection to the server." : error.isPassing
        ? "The server could not answer." : "The search was refused."),
      make("p", {}, error.message),
      error.isPassing && make("p", { className: "again" }, "The page keeps trying."),
      error.isPassing && make("button", {
        type: "button", className: "button", id: "retry", onclick: () => this.on.retry(),
      }, "Retry")));
  }

  /** Whether somebody reads in it, so that it must not be replaced. */
  get isRead() {
    return this.#homes.size > pageSize || $("results").scrollTop > 40 || $("list").scrollTop > 40;
  }

  busy(isBusy) { $("results").classList.toggle("busy", isBusy); }

  /** Marks the home that the pointer is on in the map. */
  hover(key) {
    for (const item of $("list").querySelectorAll(".home.hovered")) {
      item.classList.remove("hovered");
    }
    if (key) $("list").querySelector(`[data-key="${CSS.escape(key)}"]`)?.classList.add("hovered");
  }

  focus(key) {
    $("list").querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: false });
  }

  #item(home) {
    const button = make("button", {
      type: "button", className: "home", "aria-current": String(home.listingKey === state.selected),
      onclick: () => this.on.open(home.listingKey),
      onpointerenter: () => this.on.hover(home), onpointerleave: () => this.on.hover(null),
      onfocus: () => this.on.hover(home), onblur: () => this.on.hover(null),
    }, ...row(home));
    button.dataset.key = home.listingKey;
    return make("li", {}, button);
  }
}

/** What a row says of a home; in the list of one address its unit in place of the address. */
export function row(home, { isUnit = false } = {}) {
  const listed = home.standardStatus === "Closed" ? null
    : home.onMarketDate ?? home.listingContractDate;
  const aside = home.distanceMeters != null ? distance(home.distanceMeters)
    : listed ? date(listed) : null;
  const isPlain = !home.standardStatus || home.standardStatus === "Active";
  return [
    make("span", { className: "home-top" },
      make("span", { className: "home-price" }, price(home)),
      !isPlain && make("span", { className: "home-status" }, status(home.standardStatus)),
      aside && make("span", { className: "home-aside" }, aside)),
    make("span", { className: "home-size" }, ...size(home).map(part => make("span", {}, part)),
      home.propertySubType && make("span", {}, home.propertySubType)),
    isUnit
      ? home.unitNumber && make("span", { className: "home-street" }, `Unit ${home.unitNumber}`)
      : home.streetName && make("span", { className: "home-street" },
        [wholeStreet(home), home.city].filter(Boolean).join(", ")),
  ].filter(Boolean);
}

/** The filters in use, each with a cross. */
const tokens = () => filtersInUse(state).map(({ words, values }) => make("button", {
  type: "button", className: "token",
  "aria-label": `Remove: ${words}`, onclick: () => change(values),
}, words, make("span", { "aria-hidden": "true" }, "×")));
