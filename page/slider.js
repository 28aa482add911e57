// A range with two ends on one line, a histogram behind it, and two boxes to type in.

import { make, makeSVG } from "./dom.js";
import { readNumber } from "./format.js";

/**
 * Thumbs nearer than this to the pointer, in pixels, are told apart by the direction of the pull.
 */
const reach = 22;

/**
 * Makes a range: `label`, `format(value)` for words and `plain(value)` for the boxes,
 * `onInput(low, high)` with null for an end that is open.
 * `domain` sets {from, to, step}; `set` the ends; `histogram` the bars.
 */
export class RangeSlider {
  #domain = { from: 0, to: 1, step: 1 };
  #inputs;
  #boxes;
  #pull = null;
  #bins = [];

  constructor(root, { label, format, plain = format, onInput, bars = false }) {
    Object.assign(this, { format, plain, onInput });
    this.value = make("output", { className: "field-value" });
    this.chart = bars ? makeSVG("svg", {
      class: "histogram", viewBox: "0 0 100 32", preserveAspectRatio: "none", "aria-hidden": "true",
    }) : null;
    this.track = make("div", { className: "track" });
    const name = label.toLowerCase();
    const input = (end, word) => make("input", {
      type: "range", "aria-label": `${word} ${name}`,
      oninput: () => this.#moved(end, Number(this.#inputs[end].value)),
    });
    this.#inputs = { low: input("low", "Minimum"), high: input("high", "Maximum") };
    const box = (end, word) => make("input", {
      type: "text", inputMode: "decimal", className: "amount", autocomplete: "off",
      placeholder: `No ${word.toLowerCase()}`,
      "aria-label": `${word} ${name}, typed`, onchange: () => this.#typed(end),
      onkeydown: event => { if (event.key === "Enter") this.#typed(end); },
    });
    this.#boxes = { low: box("low", "Minimum"), high: box("high", "Maximum") };
    const range = make(
      "div", { className: "range" }, this.track, this.#inputs.low, this.#inputs.high);
    root.classList.add("range-field");
    root.append(
      make("div", { className: "field-head" }, make("h3", {}, label), this.value),
      ...(this.chart ? [this.chart] : []), range,
      make("div", { className: "amounts" },
        this.#boxes.low, make("span", { "aria-hidden": "true" }, "–"), this.#boxes.high));
    this.#listen(range);
  }

  domain({ from, to, step }) {
    this.#domain = { from, to, step };
    for (const input of Object.values(this.#inputs)) {
      Object.assign(input, { min: from, max: to, step });
    }
    this.set(this.low ?? null, this.high ?? null);
    if (this.chart) this.histogram(this.#bins);
  }

  set(low, high) {
    [this.low, this.high] = [low, high];
    const { from, to } = this.#domain;
    this.#inputs.low.value = low ?? from;
    this.#inputs.high.value = high ?? to;
    for (const end of ["low", "high"]) {
      const box = this.#boxes[end];
      if (document.activeElement !== box || !box.value) {
        box.value = this[end] == null ? "" : this.plain(this[end]);
      }
    }
    this.#paint();
  }

  /** Moves one end; it stays a step away from the other, and the other stays as it is. */
  #moved(end, value) {
    const { from, to, step } = this.#domain;
    if (end === "low") {
      const most = Math.min(this.high ?? to, to) - step;
      const low = Math.max(from, Math.min(value, most));
      this.set(low <= from ? null : low, this.high);
    } else {
      const least = Math.max(this.low ?? from, from) + step;
      const high = Math.min(to, Math.max(value, least));
      this.set(this.low, high >= to ? null : high);
    }
    this.onInput(this.low, this.high);
  }

  /**
   * Takes a typed amount: "900k", "$1,200,000"; nothing is no limit. Ends in the wrong order are
   * exchanged.
   */
  #typed(end) {
    const box = this.#boxes[end];
    const value = readNumber(box.value);
    box.setAttribute("aria-invalid", String(Number.isNaN(value)));
    if (Number.isNaN(value)) return;
    let [low, high] = end === "low" ? [value, this.high] : [this.low, value];
    if (low != null && high != null && low > high) [low, high] = [high, low];
    if (low === this.low && high === this.high) return;
    box.value = "";
    this.set(low, high);
    this.onInput(low, high);
  }

  /**
   * The pointer takes the nearer thumb; of two that lie together the one that can go where it
   * pulls.
   */
  #listen(range) {
    range.addEventListener("pointerdown", event => {
      if (event.button > 0) return;
      const [low, high] = [this.#place("low", range), this.#place("high", range)];
      const [toLow, toHigh] = [Math.abs(event.clientX - low), Math.abs(event.clientX - high)];
      const isOpen = toLow < reach && toHigh < reach && high - low < reach;
      const end = isOpen ? null : toLow < toHigh ? "low" : "high";
      // A press on a thumb holds it where it was taken; a press beside it brings it to the pointer.
      const held = Math.min(toLow, toHigh) < reach;
      const offset = held && end ? event.clientX - (end === "low" ? low : high) : 0;
      this.#pull = { end, began: event.clientX, offset };
      range.setPointerCapture(event.pointerId);
      event.preventDefault();
      if (!held) this.#to(event, range);
      if (end) this.#inputs[end].focus({ preventScroll: true });
    });
    range.addEventListener("pointermove", event => {
      const pull = this.#pull;
      if (!pull) return;
      const moved = event.clientX - pull.began;
      if (Math.abs(moved) < 2) return;
      if (!pull.end) {
        pull.end = moved < 0 ? "low" : "high";
        pull.offset = pull.began - this.#place(pull.end, range);
        this.#inputs[pull.end].focus({ preventScroll: true });
      }
      this.#to(event, range);
    });
    for (const name of ["pointerup", "pointercancel"]) {
      range.addEventListener(name, () => { this.#pull = null; });
    }
  }

  /** Where the middle of a thumb is on the screen. */
  #place(end, range) {
    const { left, width } = range.getBoundingClientRect();
    const value = this[end] ?? this.#domain[end === "low" ? "from" : "to"];
    return left + thumb / 2 + (width - thumb) * this.#part(value);
  }

  #to(event, range) {
    const { from, to, step } = this.#domain;
    const { left, width } = range.getBoundingClientRect();
    const part = (event.clientX - this.#pull.offset - left - thumb / 2) / (width - thumb);
    this.#moved(this.#pull.end, from + Math.round(part * (to - from) / step) * step);
  }

  #part(value) {
    const { from, to } = this.#domain;
    return Math.max(0, Math.min(1, (value - from) / (to - from)));
  }

  #paint() {
    const { from, to } = this.#domain;
    this.track.style.setProperty("--left", `${100 * this.#part(this.low ?? from)}%`);
    this.track.style.setProperty("--right", `${100 - 100 * this.#part(this.high ?? to)}%`);
    this.value.textContent = this.low == null && this.high == null ? "Any"
      : this.high == null ? `from ${this.format(this.low)}`
      : this.low == null ? `up to ${this.format(this.high)}`
      : `${this.format(this.low)} – ${this.format(this.high)}`;
    for (const end of ["low", "high"]) {
      this.#inputs[end].setAttribute(
        "aria-valuetext", this[end] == null ? "no limit" : this.format(this[end]));
    }
    for (const bar of this.chart?.children ?? []) {
      const [begin, end] = [Number(bar.dataset.from), Number(bar.dataset.to)];
      bar.classList.toggle(
        "out", end <= (this.low ?? -Infinity) || begin >= (this.high ?? Infinity));
    }
  }

  /** Shows bins of {from, to, count} on the domain; the last may be open. */
  histogram(bins) {
    this.#bins = bins;
    const { from, to } = this.#domain;
    const most = Math.max(1, ...bins.map(bin => bin.count));
    const width = bins.length > 1 ? bins[0].to - bins[0].from : to - from;
    const scale = 100 / (to - from);
    this.chart.replaceChildren(...bins.filter(bin => bin.count > 0 && bin.from < to).map(bin => {
      const end = Math.min(bin.to ?? bin.from + width, to);
      const height = Math.max(1, 31 * Math.sqrt(bin.count / most));
      const bar = makeSVG("rect", {
        x: (bin.from - from) * scale + 0.25,
        width: Math.max(1.5, (end - bin.from) * scale - 0.5),
        y: 32 - height,
        height,
      });
      Object.assign(bar.dataset, { from: bin.from, to: bin.to ?? Infinity });
      return bar;
    }));
    this.#paint();
  }
}

/** The width of a thumb, as in controls.css. */
const thumb = 18;
