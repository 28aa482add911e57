// The card of one home, and the list of homes at one address.

import { get } from "./api.js";
import { $, arrowKeys, make } from "./dom.js";
import {
  date, isLease, money, number, plural, price, size, status, street, town, wholeStreet,
} from "./format.js";
import { address, filters } from "./query.js";
import { row } from "./results.js";
import { state } from "./state.js";

/** As many homes at one place are listed; the server gives no more at once. */
const groupLimit = 500;
/**
 * Homes this near to the box of a group belong to it, in degrees: a fifth of a metre, for what was
 * rounded.
 */
const margin = 2e-6;

/** Units in the order of a house: 2 before 10. */
const byUnit = new Intl.Collator("en", { numeric: true });
const unit = home => `${home.unitNumber ?? ""}|${home.listPrice ?? ""}`;

export class Card {
  #element = $("card");
  #controller = null;
  #before = null;

  /** `on` holds what the page does: open, close, back, near, gone. */
  constructor(on) {
    this.on = on;
    this.#element.addEventListener("keydown", event => {
      if (event.key === "Escape") { event.stopPropagation(); this.on.close(); }
    });
  }

  /** Where it lies on the screen. */
  get box() { return this.#element.getBoundingClientRect(); }

  get isOpen() { return !this.#element.hidden; }

  /** Shows a whole home; gives its listing back, or null where another has taken its place. */
  async home(key, { focus = true } = {}) {
    return this.#load("Home", focus, `api/mls-listings/${encodeURIComponent(key)}`, body => {
      this.#fill(body);
      return body;
    });
  }

  /**
   * Shows the homes in a small box, of a cluster that never splits or of points that lie on one
   * another. They are searched by their place and not by the cluster's id, which ends with the
   * state of the listings that it is from.
   */
  async group(box, { focus = true } = {}) {
    const [west, south, east, north] = box;
    const around = [west - margin, south - margin, east + margin, north + margin]
      .map(side => Number(side.toFixed(7)));
    const asked = address("api/mls-listings", [
      ...filters(state), ["bbox", around.join(",")], ["sort", "price"], ["limit", groupLimit],
    ]);
    return this.#load("Homes at one address", focus, asked, ({ listings, total }) => {
      const homes = listings.sort((a, b) => byUnit.compare(unit(a), unit(b)));
      const streets = new Set(homes.map(street));
      const towns = new Set(homes.map(town));
      const shared = [
        streets.size === 1 ? [...streets][0] : "", towns.size === 1 ? [...towns][0] : "",
      ];
      const list = make("ol", { className: "leaves" }, homes.map(home => make("li", {},
        make("button", {
          type: "button", className: "home", onclick: () => this.on.open(home.listingKey),
        }, ...row(home, { isUnit: streets.size === 1 })))));
      arrowKeys(list, ".home", { vertical: true });
      const where = shared.filter(Boolean).join(", ") || "at one place";
      this.#element.replaceChildren(this.#head(plural(total, "home"), where), list);
      if (!total) {
        list.append(make("li", { className: "nothing" }, "These homes are no longer listed."));
      }
      if (total > groupLimit) {
        list.append(make("li", { className: "nothing" },
          `The ${groupLimit} with the lowest price are listed.`));
      }
      return { homes, total };
    });
  }

  close() {
    this.#controller?.abort();
    if (this.#element.hidden) return;
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.hidden = true;
    document.body.classList.remove("has-card");
    if (hadFocus && this.#before?.isConnected) this.#before.focus();
  }

  async #load(title, focus, asked, fill) {
    this.#controller?.abort();
    const controller = this.#controller = new AbortController();
    if (!this.#element.contains(document.activeElement)) this.#before = document.activeElement;
    if (this.#element.hidden) this.#element.replaceChildren(this.#head(title, "…"));
    this.#element.hidden = false;
    document.body.classList.add("has-card");
    let filled = null;
    try {
      const answer = await get(asked, { signal: controller.signal });
      filled = fill(answer.body);
    } catch (error) {
      if (error.name === "AbortError") return null;
      this.#element.replaceChildren(this.#head(title, "Could not load"),
        make("p", { className: "card-text" }, error.message),
        error.isPassing ? make("div", { className: "card-foot" }, make("button", {
          type: "button", className: "button", onclick: () => this.#load(title, focus, asked, fill),
        }, "Retry")) : "");
    }
    this.#element.scrollTop = 0;
    if (focus) this.#element.querySelector(".close").focus({ preventScroll: true });
    return filled;
  }

  #head(title, below, ...more) {
    return make("header", { className: "card-head" },
      make("div", {},
        ...more.filter(Boolean), make("h2", { id: "card-title" }, title), make("p", {}, below)),
      make("button", {
        type: "button", className: "close", "aria-label": "Close", onclick: () => this.on.close(),
      }, "×"));
  }

  /** From a home of a group back to the list of the group. */
  #wayBack() {
    return state.group && make("button", {
      type: "button", className: "link back", onclick: () => this.on.back(),
    }, make("span", { "aria-hidden": "true" }, "‹ "), "All homes at this address");
  }

  #fill(home) {
    const isSold = home.standardStatus === "Closed" && home.closePrice != null;
    const perFoot = home.sqft && home.listPrice ? home.listPrice / home.sqft : null;
    const facts = [
      ["Home type", home.propertySubType], ["Built", home.yearBuilt],
      ["Lot", home.lotSizeSquareFeet ? `${number(home.lotSizeSquareFeet)} sqft`
        : home.lotSizeAcres ? `${home.lotSizeAcres} acres` : null],
      ["Stories", home.stories], ["Garage", home.garage], ["Pool", home.pool],
      ["Association", home.hoaFee ? `${money(home.hoaFee)} a month` : null],
      ["Per sqft", perFoot == null ? null
        : isLease(home) ? `$${perFoot.toFixed(2)}` : money(perFoot)],
      ["Land", home.landType === "Lease" ? "Leased" : null], ["Subdivision", home.subdivision],
      ["Listed", home.onMarketDate ?? home.listingContractDate
        ? date(home.onMarketDate ?? home.listingContractDate) : null],
      ["Sold", isSold
        ? `${money(home.closePrice)}${home.closeDate ? ", " + date(home.closeDate) : ""}` : null],
      ["Original price", home.originalListPrice && home.originalListPrice !== home.listPrice
        ? money(home.originalListPrice) : null],
    ].filter(([, value]) => value != null && value !== "");
    const badge = home.standardStatus && make("span",
      { className: `badge-status ${home.standardStatus}` }, status(home.standardStatus));
    const offered = [home.listAgentFullName, home.listOfficeName].filter(Boolean).join(", ");
    const where = [wholeStreet(home), town(home)].filter(Boolean).join(", ");
    const hasPlace = home.latitude != null && home.longitude != null;
    this.#element.replaceChildren(
      this.#head(price(home), where, this.#wayBack(), badge),
      make("ul", { className: "card-size" }, size(home).map(part => make("li", {}, part))),
      make("dl", { className: "facts" }, facts.flatMap(([name, value]) => [
        make("dt", {}, name), make("dd", {}, String(value)),
      ])),
      ...(home.publicRemarks ? [make("p", { className: "card-text" }, home.publicRemarks)] : []),
      make("div", { className: "card-foot" },
        offered && make("p", {}, `Offered by ${offered}`),
        make("div", { className: "card-actions" },
          hasPlace && make("button", {
            type: "button", className: "button", onclick: () => this.on.near(home),
          }, "Homes within a mile"),
          make("a", {
            className: "link",
            href: `api/mls-listings/${encodeURIComponent(home.slug ?? home.listingKey)}`,
            target: "_blank",
            rel: "noopener",
          }, "As JSON"))));
  }
}
