// What is asked for, and the browser's history of it.

import { Steps } from "./history.js";
import { empty, noPlace, numbers, read, write } from "./hash.js";

export const state = empty();

/** What changes how homes are shown; the rest changes which homes match. */
const shownOnly = new Set(["sort", "inView", "selected", "group"]);
/** What is another search: it closes the card, and Back undoes it by itself. */
const search = new Set(["market", "region", ...Object.keys(noPlace)]);

const listeners = [];
let view = null;
let steps = null;

/** Calls the closure with the names of what has changed, each time something has. */
export const onChange = listener => listeners.push(listener);

export const isFilter = name => !shownOnly.has(name);

/** How many layers the card has: the homes at one address, and one of them. */
const levels = () => (state.group ? 1 : 0) + (state.selected == null ? 0 : 1);

/**
 * Takes the state from the page's address. `restore` is called with the map's view after Back and
 * Forward.
 */
export function begin(restore) {
  const { values, view: seen, isEmpty } = read(location.hash);
  Object.assign(state, values);
  view = seen;
  steps = new Steps({ text: () => write(state, view), levels: levels() });
  steps.onRestore = () => {
    const { values, view: seen } = read(location.hash);
    view = seen;
    const names = assign(values);
    restore(seen);
    tell(names);
    return levels();
  };
  return { view, isFirst: isEmpty };
}

/** Changes some of the state. `quietly` makes no step in the history. */
export function change(values, { quietly = false } = {}) {
  const isSearch = Object.keys(values)
    .some(name => search.has(name) && isOther(name, values[name]));
  const names = assign(isSearch ? { ...values, selected: null, group: null } : values);
  if (!names.size) return;
  if (!state.region && state.sort === "distance") state.sort = "-date";
  const some = set => [...names].some(name => set.has(name));
  const kind = quietly ? "shown" : names.has("region") ? "area" : some(search) ? "search"
    : [...names].some(isFilter) ? "filter" : "shown";
  steps?.add(kind, levels());
  tell(names);
}

const isOther = (name, value) => JSON.stringify(state[name]) !== JSON.stringify(value);

function assign(values) {
  const names = Object.keys(values).filter(name => isOther(name, values[name]));
  for (const name of names) state[name] = values[name];
  return new Set(names);
}

function tell(names) {
  if (names.size) for (const listener of listeners) listener(names);
}

/** Forgets all filters; what is seen and how it is sorted stays. */
export function clearFilters() {
  const { market, sort, inView, selected, group } = state;
  change({
    ...empty(), market, sort: sort === "distance" ? "-date" : sort, inView, selected, group,
  });
}

/** How many filters there are beyond the usual ones. */
export function filterCount() {
  return numbers.filter(name => state[name] != null).length + (state.types.length ? 1 : 0)
    + (state.pool != null ? 1 : 0) + (state.statuses.join() === "Active" ? 0 : 1);
}

export const hasPlace = of => Object.keys(noPlace).some(name => of[name]);

/** Keeps where the map is; null where it fits the homes. */
export function rememberView(seen) {
  view = seen;
  steps.add("shown", levels());
}
