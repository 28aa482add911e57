// A range with two ends on one line, and a histogram behind it.

import { make, makeSVG } from "./dom.js";

/**
 * Makes a range: `label`, `format(value)`, `onInput(low, high)` with null for an end that is open.
 * `domain` sets {from, to, step}; `set` the ends; `histogram` the bars.
 */
export class RangeSlider {
  #domain = { from: 0, to: 1, step: 1 };
  #low;
  #high;

  constructor(root, { label, format, onInput, bars = false }) {
    this.format = format;
    this.onInput = onInput;
    this.value = make("output", { className: "field-value" });
    this.chart = bars ? makeSVG("svg", { class: "histogram", viewBox: "0 0 100 32", preserveAspectRatio: "none", "aria-hidden": "true" }) : null;
    this.track = make("div", { className: "track" });
    const end = name => make("input", { type: "range", "aria-label": `${name} ${label.toLowerCase()}`, oninput: () => this.#moved(name) });
    [this.#low, this.#high] = [end("Least"), end("Greatest")];
    root.classList.add("range-field");
    root.append(
      make("div", { className: "field-head" }, make("h3", {}, label), this.value),
      ...(this.chart ? [this.chart] : []),
      make("div", { className: "range" }, this.track, this.#low, this.#high));
  }

  domain({ from, to, step }) {
    this.#domain = { from, to, step };
    for (const input of [this.#low, this.#high]) Object.assign(input, { min: from, max: to, step });
    this.set(this.low ?? null, this.high ?? null);
  }

  set(low, high) {
    [this.low, this.high] = [low, high];
    const { from, to } = this.#domain;
    this.#low.value = low ?? from;
    this.#high.value = high ?? to;
    this.#paint();
  }

  #moved(name) {
    const { from, to, step } = this.#domain;
    let [low, high] = [Number(this.#low.value), Number(this.#high.value)];
    if (name === "Least" && low > high - step) low = Math.max(from, high - step);
    if (name === "Greatest" && high < low + step) high = Math.min(to, low + step);
    this.set(low <= from ? null : low, high >= to ? null : high);
    this.onInput(this.low, this.high);
  }

  #paint() {
    const { from, to } = this.#domain;
    const part = value => Math.max(0, Math.min(100, (value - from) / (to - from) * 100));
    const [left, right] = [part(this.low ?? from), part(this.high ?? to)];
    this.track.style.setProperty("--left", `${left}%`);
    this.track.style.setProperty("--right", `${100 - right}%`);
    // Both thumbs at the right end: the left one must stay within reach.
    this.#low.style.zIndex = left > 90 ? 3 : 1;
    this.value.textContent = this.low == null && this.high == null ? "Any"
      : this.high == null ? `from ${this.format(this.low)}`
      : this.low == null ? `up to ${this.format(this.high)}` : `${this.format(this.low)} – ${this.format(this.high)}`;
    this.#low.setAttribute("aria-valuetext", this.low == null ? "no limit" : this.format(this.low));
    this.#high.setAttribute("aria-valuetext", this.high == null ? "no limit" : this.format(this.high));
    for (const bar of this.chart?.children ?? []) {
      const [begin, end] = [Number(bar.dataset.from), Number(bar.dataset.to)];
      bar.classList.toggle("out", end <= (this.low ?? -Infinity) || begin >= (this.high ?? Infinity));
    }
  }

  /** Shows bins of {from, to, count} on the domain; the last may be open. */
  histogram(bins) {
    const { from, to } = this.#domain;
    const most = Math.max(1, ...bins.map(bin => bin.count));
    const width = bins.length > 1 ? bins[0].to - bins[0].from : to - from;
    const scale = 100 / (to - from);
    this.chart.replaceChildren(...bins.filter(bin => bin.count > 0 && bin.from < to).map(bin => {
      const end = Math.min(bin.to ?? bin.from + width, to);
      const height = Math.max(1, 31 * Math.sqrt(bin.count / most));
      const bar = makeSVG("rect", {
        x: (bin.from - from) * scale + 0.25, width: Math.max(1.5, (end - bin.from) * scale - 0.5), y: 32 - height, height,
      });
      Object.assign(bar.dataset, { from: bin.from, to: bin.to ?? Infinity });
      return bar;
    }));
    this.#paint();
  }
}
