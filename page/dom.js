// Making elements.

/** The element with an id. */
export const $ = id => document.getElementById(id);

/**
 * Makes an element: properties, attributes (those with a dash, and role), listeners (`onclick`),
 * children.
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value == null) continue;
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else if (name === "style") element.style.cssText = value;
    else element[name] = value;
  }
  element.append(...children.flat().filter(child => child != null && child !== false));
  return element;
}

/** Makes an SVG element. */
export function makeSVG(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

let pending = 0;

/** Whether some debounced call is still to be made. */
export const isPending = () => pending > 0;

/** Calls once after calls have stopped coming for so many milliseconds. */
export function debounced(milliseconds, body) {
  let timer = null;
  return (...values) => {
    if (timer === null) pending += 1;
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      pending -= 1;
      body(...values);
    }, milliseconds);
  };
}

/** Lets the arrow keys walk through buttons in an element, as through one control. */
export function arrowKeys(element, selector, { vertical = false } = {}) {
  element.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    if (vertical && !event.key.startsWith("ArrowU") && !event.key.startsWith("ArrowD")) return;
    const items = [...element.querySelectorAll(selector)];
    const here = items.indexOf(event.target.closest(selector));
    if (here < 0) return;
    event.preventDefault();
    items[Math.max(0, Math.min(items.length - 1, here + step))].focus();
  });
}
