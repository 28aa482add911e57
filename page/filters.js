// The panel of filters: sliders, choices and chips, with how many homes each choice would give.

import { $, arrowKeys, make } from "./dom.js";
import { money, number, shortMoney, shortNumber, status } from "./format.js";
import { RangeSlider } from "./slider.js";
import { change, clearFilters, filterCount, hasPlace, onChange, state } from "./state.js";

const markets = [["sale", "Buy"], ["rent", "Rent"], ["any", "All"]];
const statusOrder = ["Active", "ComingSoon", "Pending", "ActiveUnderContract", "Hold", "Closed"];

export class Filters {
  #price = new RangeSlider($("price"), {
    label: "Price", format: shortMoney, plain: money, bars: true,
    onInput: (minPrice, maxPrice) => change({ minPrice, maxPrice }),
  });
  #sqft = new RangeSlider($("sqft"), {
    label: "Living area", format: value => `${number(value)} sqft`,
    onInput: (minSqft, maxSqft) => change({ minSqft, maxSqft }),
  });
  #year = new RangeSlider($("year"), {
    label: "Year built", format: String,
    onInput: (minYearBuilt, maxYearBuilt) => change({ minYearBuilt, maxYearBuilt }),
  });
  #beds = choice($("beds"), "Bedrooms", [0, 1, 2, 3, 4, 5], "minBeds");
  #baths = choice($("baths"), "Bathrooms", [0, 1, 1.5, 2, 3, 4], "minBaths");
  #types = chips($("types"), "Home type", "types", value => value);
  #statuses = chips($("statuses"), "Status", "statuses", status);
  #pool = options(
    $("pool"), "Pool", [[null, "Any"], [true, "With"], [false, "Without"]],
    () => state.pool, pool => change({ pool }));
  #market;

  constructor() {
    this.#sqft.domain({ from: 0, to: 6000, step: 100 });
    this.#year.domain({ from: 1900, to: new Date().getFullYear(), step: 1 });
    this.#market = buttons($("market"), markets, () => state.market, market => {
      change({ market, minPrice: null, maxPrice: null });
    });
    $("reset").onclick = clearFilters;
    onChange(() => this.show());
    this.show();
  }

  /** Whether there are homes for sale and homes for rent to choose between. */
  offerMarkets(isOffered) { $("market").hidden = !isOffered; }

  /** The prices that the slider spans, of bins over all homes of the market. */
  spanPrices(bins) {
    if (!bins.length) return;
    const from = Math.min(0, bins[0].from);
    const to = bins.at(-1).from + (bins.length > 1 ? bins[0].to - bins[0].from : 1);
    this.#price.domain({ from, to, step: bins.length > 1 ? (bins[0].to - bins[0].from) / 4 : 1 });
  }

  show() {
    this.#price.set(state.minPrice, state.maxPrice);
    this.#sqft.set(state.minSqft, state.maxSqft);
    this.#year.set(state.minYearBuilt, state.maxYearBuilt);
    const parts = [
      this.#beds, this.#baths, this.#types, this.#statuses, this.#pool, this.#market,
    ];
    for (const part of parts) part.show();
    const count = filterCount();
    $("filters-count").hidden = !count;
    $("filters-count").textContent = count;
    $("reset").hidden = !count && !hasPlace(state) && !state.region;
  }

  /**
   * The choices that there are, of facets over all homes of the market: they keep their place, with
   * 0 homes too.
   */
  offer(facets) {
    this.#types.offer((facets.propertySubType ?? []).map(entry => entry.value));
    const order = value => (statusOrder.indexOf(value) + 99) % 99;
    const statuses = (facets.standardStatus ?? []).map(entry => entry.value);
    this.#statuses.offer(statuses.sort((a, b) => order(a) - order(b)));
  }

  /** Shows what each choice would give. */
  count(facets, total) {
    this.#price.histogram(facets.price ?? []);
    this.#beds.count(facets.beds ?? []);
    this.#baths.count(facets.baths ?? []);
    this.#types.count(facets.propertySubType ?? []);
    this.#statuses.count(facets.standardStatus ?? []);
    $("filters-done").textContent = `Show ${number(total)} ${total === 1 ? "home" : "homes"}`;
  }
}

/** Buttons of which one is chosen. */
function buttons(root, entries, current, choose) {
  const items = entries.map(([value, label]) => make("button", {
    type: "button", role: "radio", className: "segment", onclick: () => choose(value),
  }, label));
  root.append(...items);
  arrowKeys(root, ".segment");
  const show = () => items.forEach((item, place) => {
    const isOn = entries[place][0] === current();
    item.setAttribute("aria-checked", isOn);
    item.tabIndex = isOn ? 0 : -1;
  });
  return { items, show };
}

function options(root, label, entries, current, choose) {
  const row = make("div", { className: "segments wide", role: "radiogroup", "aria-label": label });
  root.append(make("div", { className: "field-head" }, make("h3", {}, label)), row);
  return buttons(row, entries, current, choose);
}

/** "At least so many", with the number of homes for each. */
function choice(root, label, least, name) {
  const entries = least.map(value => [value || null, value ? `${value}+` : "Any"]);
  const part = options(root, label, entries, () => state[name], value => change({ [name]: value }));
  const counts = part.items.map(item => item.appendChild(make("small", {}, "")));
  part.count = facet => counts.forEach((element, place) => {
    const count = facet.filter(entry => entry.value >= least[place])
      .reduce((sum, entry) => sum + entry.count, 0);
    element.textContent = place ? shortNumber(count) : "";
    part.items[place].classList.toggle("none", place > 0 && count === 0);
  });
  return part;
}

/** Chips of which any number is chosen. */
function chips(root, label, name, words) {
  const row = make("div", { className: "chips", role: "group", "aria-label": label });
  root.append(make("div", { className: "field-head" }, make("h3", {}, label)), row);
  let [offered, counts] = [[], new Map()];
  const show = () => {
    const focused = row.contains(document.activeElement)
      ? document.activeElement.dataset.value : null;
    const all = [...new Set([...offered, ...counts.keys(), ...state[name]])];
    row.replaceChildren(...all.map(value => make("button", {
      type: "button", className: counts.get(value) ? "chip" : "chip none",
      "aria-pressed": String(state[name].includes(value)),
      onclick: () => change({
        [name]: state[name].includes(value)
          ? state[name].filter(other => other !== value) : [...state[name], value],
      }),
    }, words(value), make("small", {}, shortNumber(counts.get(value) ?? 0)))));
    [...row.children].forEach((chip, place) => chip.dataset.value = all[place]);
    if (focused) [...row.children].find(chip => chip.dataset.value === focused)?.focus();
  };
  arrowKeys(row, ".chip");
  return {
    show,
    offer(values) { offered = values; show(); },
    count(facet) { counts = new Map(facet.map(entry => [entry.value, entry.count])); show(); },
  };
}
