// On small screens the list is a sheet at the bottom that is pulled up, and the filters lie over
// everything.

import { $ } from "./dom.js";

const narrow = matchMedia("(max-width: 760px)");
const steps = ["low", "half", "full"];

/** Sets up the sheet; `resized` is called when the map has another size. */
export function setUpSheet(resized) {
  const [results, grip] = [$("results"), $("grip")];
  const set = step => {
    results.dataset.step = step;
    results.style.removeProperty("--pull");
    grip.setAttribute("aria-expanded", String(step !== "low"));
    grip.setAttribute(
      "aria-label", step === "full" ? "Show less of the list" : "Show more of the list");
  };
  set("low");
  let start = null;
  grip.addEventListener("pointerdown", event => {
    if (!narrow.matches) return;
    start = { y: event.clientY, height: results.getBoundingClientRect().height, moved: false };
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointermove", event => {
    if (!start) return;
    const pulled = start.y - event.clientY;
    start.moved ||= Math.abs(pulled) > 6;
    if (start.moved) {
      results.style.setProperty("--pull", `${Math.max(90, start.height + pulled)}px`);
    }
  });
  const end = () => {
    if (!start) return;
    const part = results.getBoundingClientRect().height / innerHeight;
    const wasMoved = start.moved;
    start = null;
    if (wasMoved) set(part < 0.3 ? "low" : part < 0.7 ? "half" : "full");
    results.dataset.pulled = wasMoved ? "1" : "";
  };
  grip.addEventListener("pointerup", end);
  grip.addEventListener("pointercancel", end);
  grip.addEventListener("click", () => {
    if (results.dataset.pulled) { results.dataset.pulled = ""; return; }
    set(steps[(steps.indexOf(results.dataset.step) + 1) % steps.length]);
  });
  results.addEventListener("keydown", event => {
    if (event.key === "Escape" && narrow.matches && results.dataset.step !== "low") {
      set("low");
      grip.focus();
    }
  });
  narrow.addEventListener("change", resized);
  return { low: () => narrow.matches && set("low") };
}

/** Sets up the button that opens the filters where there is no room for them beside the map. */
export function setUpDrawer() {
  const toggle = $("filters-toggle");
  const set = isOpen => {
    document.body.classList.toggle("has-filters", isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) $("filters-close").focus(); else toggle.focus();
  };
  toggle.onclick = () => set(!document.body.classList.contains("has-filters"));
  $("filters-close").onclick = $("filters-done").onclick = () => set(false);
  $("filters").addEventListener("keydown", event => {
    if (event.key === "Escape" && document.body.classList.contains("has-filters")) {
      event.stopPropagation();
      set(false);
    }
  });
}
