// Where the towns are, for a map without a map from outside: the index is asked for clusters of a city's homes.

import { get } from "./api.js";
import { address } from "./query.js";

const most = 70;
const landZoom = 10;
const placeZoom = 11;

const everywhere = zoom => [["bbox", "-180,-85,180,85"], ["zoom", zoom], ["standardStatus", "any"]];

/** Clusters of all homes as a GeoJSON collection. */
export async function findLand() {
  const { body } = await get(address("/api/clusters", everywhere(landZoom)));
  for (const feature of body.features) feature.properties = { point_count: weight(feature) };
  return body;
}

/** Where the homes of a city or a subdivision are: the middle, and the box that all but a few outliers lie in. */
export async function locate(kind, name) {
  const { body } = await get(address("/api/clusters", [...everywhere(placeZoom), [kind, name]]));
  if (!body.features.length) return null;
  const [x, y] = [0, 1].map(axis => body.features.map(feature => [feature.geometry.coordinates[axis], weight(feature)])
    .sort((a, b) => a[0] - b[0]));
  return {
    center: [quantile(x, 0.5), quantile(y, 0.5)],
    bounds: [quantile(x, 0.03), quantile(y, 0.03), quantile(x, 0.97), quantile(y, 0.97)],
  };
}

/** Calls `show` with a GeoJSON collection of the names of the largest cities. */
export async function findPlaces(show) {
  const answer = await get(address("/api/mls-listings", [["standardStatus", "any"], ["limit", 0], ["facets", "city"]]));
  const cities = answer.body.facets.city.slice(0, most);
  const features = [];
  const ask = async () => {
    for (let city = cities.shift(); city; city = cities.shift()) {
      const place = await locate("city", city.value);
      if (!place) continue;
      features.push({
        type: "Feature", geometry: { type: "Point", coordinates: place.center },
        properties: { name: city.value, count: city.count },
      });
    }
  };
  await Promise.all([ask(), ask(), ask()]);
  show({ type: "FeatureCollection", features });
}

const weight = feature => feature.properties.point_count ?? 1;

/** The value below which a part of the weight lies, of pairs in order. */
function quantile(pairs, part) {
  let left = part * pairs.reduce((sum, pair) => sum + pair[1], 0);
  for (const [value, count] of pairs) {
    left -= count;
    if (left <= 0) return value;
  }
  return pairs.at(-1)[0];
}
