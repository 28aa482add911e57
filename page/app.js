// The page: what happens when the filters change, the map moves, a home is opened.

import { get, Latest } from "./api.js";
import { Card } from "./card.js";
import { showRequest } from "./developer.js";
import { $, debounced, make } from "./dom.js";
import { Draw } from "./draw.js";
import { Filters } from "./filters.js";
import { shortMoney } from "./format.js";
import { HomesMap } from "./map.js";
import { PlaceBox } from "./place.js";
import { findLand, findPlaces, locate } from "./places.js";
import { address, filters as filterPairs, search } from "./query.js";
import { Results } from "./results.js";
import { setUpDrawer, setUpSheet } from "./sheet.js";
import { change, onChange, readHash, rememberView, state } from "./state.js";

/** What changes which homes match; the rest changes how they are shown. */
const shownOnly = new Set(["sort", "inView", "selected"]);
const searches = new Latest();

start().catch(error => toast(`The page cannot start: ${error.message}`));

async function start() {
  const { view, isFirst } = readHash();
  const [info, everything] = await Promise.all([get("/tiles.json"), get("/api/mls-listings?limit=0&facets=propertyType")]);
  const types = new Set(everything.body.facets.propertyType.map(entry => entry.value));
  const hasMarkets = types.has("B") && types.size > 1;
  if (hasMarkets && isFirst) state.market = "sale";

  const filters = new Filters();
  filters.offerMarkets(hasMarkets);
  const sheet = setUpSheet(() => homes.resize());
  setUpDrawer();

  const results = new Results({
    open: key => open(key), hover: home => homes.mark(opened, home), more,
  });
  let opened = null;

  const homes = new HomesMap({
    container: "map", info: info.body, view, state,
    on: {
      moved, home: key => open(key), nothing: close, failed: tileFailed,
      hover: key => results.hover(key),
      leaves: properties => {
        opened = null;
        homes.mark();
        change({ selected: null });
        card.leaves(properties);
      },
    },
  });
  const card = new Card({ open: key => open(key), close, near });
  const draw = new Draw(homes, region => change({ region }));
  new PlaceBox(showPlace);
  $("tool-clear").onclick = () => { change({ region: null }); $("tool-polygon").focus(); };
  // For tests and for curious people at the console.
  window.plat = { homes, state };

  function moved() {
    rememberView(homes.view);
    if (state.inView) searchSoon();
  }

  async function run() {
    const asked = address("/api/mls-listings", search(state, { box: state.inView ? homes.box : null }));
    results.busy(true);
    try {
      const answer = await searches.get(asked);
      if (!answer) return;
      results.begin(answer.body);
      filters.count(answer.body.facets ?? {}, answer.body.total);
      showRequest({ asked, tiles: homes.tiles, answer });
      results.busy(false);
    } catch (error) {
      results.busy(false);
      results.fail(error.message);
    }
  }
  const searchSoon = debounced(70, run);
  const filterSoon = debounced(40, () => homes.filter(state));

  async function more(cursor) {
    const asked = address("/api/mls-listings", search(state, { box: state.inView ? homes.box : null, cursor }));
    try {
      const answer = await searches.get(asked);
      if (answer) results.append(answer.body);
    } catch (error) {
      toast(error.message);
    }
  }

  async function open(key, options) {
    change({ selected: key });
    opened = results.home(key) ?? null;
    homes.mark(opened);
    const listing = await card.home(key, options);
    if (listing && state.selected === key) {
      opened = listing;
      homes.mark(opened);
      homes.reveal(opened, card.box);
    }
  }

  function close() {
    card.close();
    opened = null;
    homes.mark();
    change({ selected: null });
  }

  function near(home) {
    close();
    const region = { kind: "circle", center: [home.longitude, home.latitude], meters: 1609 };
    change({ region });
    homes.fitArea(region);
    sheet.low();
  }

  /** Moves the map to a place that was picked. */
  async function showPlace(place) {
    try {
      const found = await locate(place.kind, place.value);
      if (found) homes.fit(found.bounds, { maxZoom: 14 });
    } catch (error) {
      toast(error.message);
    }
  }

  /** The scale of the sliders and of the colours: all homes of the market, wherever they are. */
  async function measure() {
    const market = { ...state, city: "", subdivision: "", minPrice: null, maxPrice: null, minBeds: null, minBaths: null, minSqft: null,
      maxSqft: null, minYearBuilt: null, maxYearBuilt: null, types: [], pool: null, region: null };
    const { body } = await get(address("/api/mls-listings", [...filterPairs(market), ["limit", 0], ["facets", "price"], ["statistics", true]]));
    filters.spanPrices(body.facets?.price ?? []);
    const { lowerQuartile: low = 0, upperQuartile: upper = 0, mean = 0 } = body.statistics?.price ?? {};
    const high = Math.round(mean + upper - low);
    homes.colour([low, high]);
    $("legend").hidden = !(high > low);
    $("legend").replaceChildren(make("span", {}, shortMoney(low)), make("i"), make("span", {}, shortMoney(high)));
    $("legend").title = "Colours show the average price of a group, or the price of a home";
  }

  onChange(names => {
    const isFilter = [...names].some(name => !shownOnly.has(name));
    if (names.has("region")) {
      homes.region = state.region;
      homes.showArea(state.region);
      $("tool-clear").hidden = !state.region;
    }
    if (names.has("market") || names.has("statuses")) measure().catch(error => toast(error.message));
    if (isFilter) filterSoon();
    if (isFilter || names.has("sort") || names.has("inView")) searchSoon();
  });

  addEventListener("keydown", event => {
    if (event.key === "Escape" && !draw.isOn && card.isOpen) close();
    const isTyping = event.target.closest?.("input[type=text], select");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) { event.preventDefault(); $("place-input").focus(); }
  });
  addEventListener("hashchange", () => location.reload());

  if (state.region) {
    homes.region = state.region;
    homes.showArea(state.region);
    $("tool-clear").hidden = false;
    if (!view) homes.fitArea(state.region);
  }
  await measure();
  await run();
  if (state.selected) open(state.selected, { focus: false });
  try {
    homes.showLand(await findLand());
    await findPlaces(places => homes.showPlaces(places));
  } catch { /* An ornament; what matters has told of its errors. */ }
}

/** Tiles that fail: the list says why the filters were refused; the rest is said here. */
function tileFailed(error) {
  if (error?.name === "AbortError" || error?.status === 400) return;
  toast(error?.status ? `A part of the map is missing: the server answered with status ${error.status}.`
    : "A part of the map is missing: the server cannot be reached.");
}

let toastTimer = 0;
function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => $("toast").hidden = true, 6000);
}
