// The card of one home, and the list of homes at one address.

import { get } from "./api.js";
import { $, arrowKeys, make } from "./dom.js";
import { date, isLease, money, number, plural, price, size, status, street, town } from "./format.js";
import { address, filters } from "./query.js";
import { row } from "./results.js";
import { state } from "./state.js";

const leavesLimit = 100;

export class Card {
  #element = $("card");
  #controller = null;
  #before = null;

  /** `on` holds what the page does: open, close, near, mark. */
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
    return this.#load("Home", focus, address(`/api/mls-listings/${encodeURIComponent(key)}`, []), body => {
      this.#fill(body);
      return body;
    });
  }

  /** Shows the homes of a cluster that no zoom takes apart. */
  async leaves({ cluster_id: id, point_count: count }) {
    const asked = address(`/api/clusters/${id}/leaves`, [...filters(state), ["limit", leavesLimit]]);
    return this.#load("Homes at one address", true, asked, body => {
      const list = make("ol", { className: "leaves" }, body.features.map(({ properties, geometry }) => {
        const home = { ...properties, longitude: geometry.coordinates[0], latitude: geometry.coordinates[1] };
        const button = make("button", { type: "button", className: "home", onclick: () => this.on.open(home.listingKey) }, ...row(home));
        return make("li", {}, button);
      }));
      arrowKeys(list, ".home", { vertical: true });
      this.#element.replaceChildren(this.#head(plural(count, "home"), "at one address"), list);
      if (count > leavesLimit) list.append(make("li", { className: "nothing" }, `The first ${leavesLimit} are listed.`));
      return body;
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
      const answer = await get(asked, controller.signal);
      filled = fill(answer.body, answer);
    } catch (error) {
      if (error.name === "AbortError") return null;
      this.#element.replaceChildren(this.#head(title, "not to be had"), make("p", { className: "card-text" }, error.message));
    }
    this.#element.scrollTop = 0;
    if (focus) this.#element.querySelector(".close").focus({ preventScroll: true });
    return filled;
  }

  #head(title, below, ...more) {
    return make("header", { className: "card-head" },
      make("div", {}, ...more, make("h2", { id: "card-title" }, title), make("p", {}, below)),
      make("button", { type: "button", className: "close", "aria-label": "Close", onclick: () => this.on.close() }, "×"));
  }

  #fill(home) {
    const isSold = home.standardStatus === "Closed" && home.closePrice != null;
    const perFoot = home.sqft && home.listPrice ? home.listPrice / home.sqft : null;
    const facts = [
      ["Kind", home.propertySubType], ["Built", home.yearBuilt],
      ["Lot", home.lotSizeSquareFeet ? `${number(home.lotSizeSquareFeet)} sqft` : home.lotSizeAcres ? `${home.lotSizeAcres} acres` : null],
      ["Stories", home.stories], ["Garage", home.garage], ["Pool", home.pool],
      ["Association", home.hoaFee ? `${money(home.hoaFee)} a month` : null],
      ["Per sqft", perFoot == null ? null : isLease(home) ? `$${perFoot.toFixed(2)}` : money(perFoot)],
      ["Land", home.landType === "Lease" ? "Leased" : null], ["Subdivision", home.subdivision],
      ["Listed", home.onMarketDate ?? home.listingContractDate ? date(home.onMarketDate ?? home.listingContractDate) : null],
      ["Sold", isSold ? `${money(home.closePrice)}${home.closeDate ? ", " + date(home.closeDate) : ""}` : null],
      ["First asked", home.originalListPrice && home.originalListPrice !== home.listPrice ? money(home.originalListPrice) : null],
    ].filter(([, value]) => value != null && value !== "");
    const badge = home.standardStatus && make("span", { className: `badge-status ${home.standardStatus}` }, status(home.standardStatus));
    const offered = [home.listAgentFullName, home.listOfficeName].filter(Boolean).join(", ");
    const hasPlace = home.latitude != null && home.longitude != null;
    this.#element.replaceChildren(
      this.#head(price(home), [street(home), town(home)].filter(Boolean).join(", "), badge),
      make("ul", { className: "card-size" }, size(home).map(part => make("li", {}, part))),
      make("dl", { className: "facts" }, facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, String(value))])),
      ...(home.publicRemarks ? [make("p", { className: "card-text" }, home.publicRemarks)] : []),
      make("div", { className: "card-foot" },
        offered && make("p", {}, `Offered by ${offered}`),
        make("div", { className: "card-actions" },
          hasPlace && make("button", { type: "button", className: "button", onclick: () => this.on.near(home) }, "Homes within a mile"),
          make("a", { className: "link", href: `/api/mls-listings/${encodeURIComponent(home.slug ?? home.listingKey)}`, target: "_blank", rel: "noopener" }, "As JSON"))));
  }
}
