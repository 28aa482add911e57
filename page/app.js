// The page: what happens when the filters change, the map moves, a home is opened.

import { get, Latest } from "./api.js";
import { Card } from "./card.js";
import { Connection } from "./connection.js";
import { showRequest } from "./developer.js";
import { $, debounced, isPending, make } from "./dom.js";
import { Draw } from "./draw.js";
import { Filters } from "./filters.js";
import { isLease, shortMoney } from "./format.js";
import { empty, noPlace } from "./hash.js";
import { waysOut } from "./inuse.js";
import { startMap } from "./mapstart.js";
import { News } from "./news.js";
import { NoMap } from "./nomap.js";
import { PlaceBox } from "./place.js";
import { findLand, findTowns } from "./places.js";
import { address, filters as filterPairs, search } from "./query.js";
import { Results } from "./results.js";
import { setUpDrawer, setUpSheet } from "./sheet.js";
import { begin, change, isFilter, onChange, rememberView, state } from "./state.js";
import { isPassing } from "./swap.js";
import { watchListings } from "./watch.js";

const { view, isFirst } = begin(restored);
// Most people look for a home to buy; where there is nothing to choose, the first answer says so.
if (isFirst) change({ market: "sale" }, { quietly: true });

const searches = new Latest();
const filters = new Filters();
const sheet = setUpSheet(() => homes.resize());
setUpDrawer();
const results = new Results({
  open, hover: home => homes.mark(opened, home), more, nothing, retry: () => connection.try(),
});
const card = new Card({
  open: key => open(key, { group: state.group }),
  close,
  back: () => change({ selected: null }),
  near,
});
const news = new News(() => {
  $("list").scrollTop = $("results").scrollTop = 0;
  run();
});
const connection = new Connection(() => { run(); measure().catch(() => {}); });
/** The tiles of the map, which may fail while the list does not. */
const tiles = new Connection(() => homes.reload());
new PlaceBox({
  place: showPlace,
  home: place => open(place.key, { near: true }),
  area: place => homes.look(place.bounds),
});

let homes = new NoMap({ state, view });
/** The home whose card is open, as far as it is known. */
let opened = null;
/** How the next card is opened: whether it takes the focus, and whether the map comes close. */
let opening = {};
/** How many homes the map has promised at the place whose list is open. */
let promised = null;
/**
 * A mark while the next answer is to move the map to all homes that match; each wish has its own.
 */
let fits = view || state.region ? null : {};
/** The box around all homes that match, of the last answer that moved the map. */
let bounds = null;

const searchSoon = debounced(70, run);
const filterSoon = debounced(40, () => homes.filter(state));

async function start() {
  // The list does not wait for the map, nor the map for the list.
  const first = run();
  measure().catch(error => { if (!error.isPassing) toast(error.message); });
  if (state.selected != null || state.group) showCard({ focus: false });
  try {
    homes = await startMap({
      view, state, first, waits: fits != null, bounds: () => bounds,
      on: {
        moved,
        home: key => open(key),
        group: openGroup,
        nothing: close,
        hover: key => results.hover(key),
        failed: tileFailed,
        shown: () => tiles.found(),
      },
    });
  } catch (error) {
    homes.explain(error.message);
    searchSoon();
  }
  // For tests and for curious people at the console.
  window.plat = { homes, state, isPending };
  setUpArea();
  homes.filter(state);
  homes.colour(prices);
  homes.mark(opened);
  await first;
  if (!homes.map) return;
  try {
    const [land, towns] = await Promise.all([findLand(), findTowns(), homes.drawn]);
    homes.showLand(land);
    homes.showTowns(towns);
  } catch { /* An ornament; what matters has told of its errors. */ }
}

function setUpArea() {
  const draw = homes.map ? new Draw(homes, region => change({ region })) : null;
  $("tool-clear").onclick = () => { change({ region: null }); $("tool-polygon").focus(); };
  showArea();
  addEventListener("keydown", event => {
    if (event.key === "Escape" && !draw?.isOn && card.isOpen) close();
    const isTyping = event.target.closest?.("input[type=text], select");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      $("place-input").focus();
    }
  });
}

function showArea() {
  homes.region = state.region;
  homes.showArea(state.region);
  $("tool-clear").hidden = !state.region;
}

function moved() {
  rememberView(homes.view);
  // While the map fits the homes, the list has them all already.
  if (state.inView && !homes.isFitted) searchSoon();
}

/**
 * What the list is limited to: what the map shows, unless it shows all that match, or is about to.
 */
function box() { return fits || !state.inView || homes.isFitted ? null : homes.box; }

async function run() {
  const wish = fits;
  const asked = address("api/mls-listings", search(state, { box: box(), bounds: wish != null }));
  results.busy(true);
  try {
    const answer = await searches.get(asked);
    if (!answer) return;
    // A connection that was lost may have left holes in the map.
    if (connection.found()) homes.reload();
    results.begin(answer.body);
    news.clear();
    filters.count(answer.body.facets ?? {}, answer.body.total);
    showRequest({ asked, tiles: homes.tiles, answer });
    results.busy(false);
    if (wish && wish === fits) {
      fits = null;
      bounds = answer.body.bounds ?? null;
      if (bounds) homes.fit(bounds, { maxZoom: 14 });
    }
  } catch (error) {
    results.busy(false);
    results.fail(error);
    if (error.isPassing) connection.lost();
  }
}

async function more(cursor) {
  const asked = address("api/mls-listings", search(state, { box: box(), cursor }));
  try {
    const answer = await searches.get(asked);
    if (answer) results.append(answer.body);
  } catch (error) {
    toast(error.message);
  }
}

/** Counts what would find homes where the search finds none. */
async function nothing(show) {
  const asked = JSON.stringify(state);
  try {
    const ways = await waysOut({ ...state }, box());
    if (asked === JSON.stringify(state)) show(ways);
  } catch { /* The filters in use are listed above, each with a cross. */ }
}

function open(key, { group = null, near = false } = {}) {
  opening = { near };
  if (state.selected === key) showCard(opening); else change({ selected: key, group });
}

function openGroup(group, count) {
  promised = count;
  change({ group, selected: null });
}

function close() { change({ selected: null, group: null }); }

/** Shows what the state says of the card: a home, the homes at one place, or nothing. */
async function showCard({ focus = true, near = false } = {}) {
  const { selected, group } = state;
  opened = selected == null ? null : results.home(selected) ?? null;
  homes.mark(opened);
  if (selected != null) {
    const listing = await card.home(selected, { focus });
    if (!listing || state.selected !== selected) return;
    opened = listing;
    homes.mark(opened);
    homes.reveal(opened, card.box, { near });
  } else if (group) {
    const found = await card.group(group, { focus });
    if (!found || state.group !== group || state.selected != null) return;
    homes.reveal({ longitude: group[0], latitude: group[1] }, card.box);
    // The map showed other homes here than there are now: its tiles are of an earlier state.
    if (promised != null && promised !== found.total) homes.reload();
    promised = null;
  } else {
    card.close();
  }
}

function near(home) {
  const region = { kind: "circle", center: [home.longitude, home.latitude], meters: 1609 };
  change({ region });
  homes.fitArea(region);
  sheet.low();
}

/** Searches in a place that was picked, and moves the map to its homes. */
function showPlace(place) {
  change({ ...noPlace, region: null, ...place });
  fitMatches();
}

function fitMatches() {
  fits = {};
  searchSoon();
}

/** After Back and Forward: the map goes to where it was, or fits the homes again. */
function restored(seen) {
  opening = { focus: false };
  fits = null;
  if (seen) homes.show(seen);
  else if (state.region) homes.fitArea(state.region);
  else fitMatches();
  searchSoon();
}

/** The scale of the sliders and of the colours: all homes of the market, wherever they are. */
let prices = [0, 0];
async function measure() {
  const { market, statuses } = state;
  const asked = [...filterPairs({ ...empty(), market, statuses }), ["limit", 0],
    ["facets", "price,propertyType,propertySubType,standardStatus"], ["statistics", true]];
  const { body } = await get(address("api/mls-listings", asked));
  const types = (body.facets?.propertyType ?? [])
    .map(entry => isLease({ propertyType: entry.value }));
  const hasMarkets = types.includes(true) && types.includes(false);
  filters.offerMarkets(hasMarkets);
  if (isFirst && !hasMarkets && state.market === "sale") {
    return change({ market: "any" }, { quietly: true });
  }
  filters.offer(body.facets ?? {});
  filters.spanPrices(body.facets?.price ?? []);
  const { lowerQuartile: low = 0, upperQuartile: upper = 0, mean = 0 } =
    body.statistics?.price ?? {};
  const high = Math.round(mean + upper - low);
  prices = [low, high];
  homes.colour(prices);
  $("legend").hidden = !(high > low);
  $("legend").replaceChildren(
    make("span", {}, shortMoney(low)), make("i"), make("span", {}, shortMoney(high)));
  $("legend").title = "Colours show the average price of a group, or the price of a home";
}

onChange(names => {
  const hasFilter = [...names].some(isFilter);
  if (names.has("region")) showArea();
  if (names.has("market") || names.has("statuses")) measure().catch(error => toast(error.message));
  if (hasFilter) filterSoon();
  if (hasFilter || names.has("sort") || names.has("inView")) searchSoon();
  if (names.has("selected") || names.has("group")) {
    showCard(opening);
    opening = {};
  }
});

$("skip").onclick = event => {
  event.preventDefault();
  $("results").focus();
};

/** Listings have changed: the map loads the tiles that they touch, the list tells of new homes. */
async function changed(changes) {
  homes.touch(changes.flatMap(change => [change.oldPosition, change.newPosition]));
  const asked = JSON.stringify(state);
  const found = await news.take(changes, state, box());
  if (!found && !results.isRead && asked === JSON.stringify(state)) run();
}

function changedWholly() {
  homes.reload();
  if (!results.isRead) run();
}

/** Tiles that fail: the list says why filters were refused; what may pass is tried again. */
function tileFailed(error) {
  if (error?.name === "AbortError" || error?.status === 400) return;
  if (isPassing(error)) return tiles.lost();
  toast(`A part of the map is missing: the server answered with status ${error.status}.`);
}

let toastTimer = 0;
function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").hidden = true, 6000);
}

const started = start();
// From the beginning, so that no change falls between the first list and the stream.
watchListings({
  changed: async changes => { await started; await changed(changes); },
  lost: async () => { await started; changedWholly(); },
});
