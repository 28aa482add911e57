// Where the towns are, for a map without a map from outside.
// Their ground is where homes of any status are, as clusters. Of each city the index is asked for the one cluster that all homes of a city make at zoom 0.

import { get } from "./api.js";
import { address } from "./query.js";

const most = 70;
const landZoom = 10;

/** Clusters of all homes as a GeoJSON collection. */
export async function findLand() {
  const { body } = await get(address("/api/clusters", [["bbox", "-180,-85,180,85"], ["zoom", landZoom], ["standardStatus", "any"]]));
  for (const feature of body.features) feature.properties = { point_count: feature.properties.point_count ?? 1 };
  return body;
}

/** Calls `show` with a GeoJSON collection of the names of the largest cities, a few at a time. */
export async function findPlaces(show) {
  const answer = await get(address("/api/mls-listings", [["standardStatus", "any"], ["limit", 0], ["facets", "city"]]));
  const cities = answer.body.facets.city.slice(0, most);
  const features = [];
  const ask = async () => {
    for (let city = cities.shift(); city; city = cities.shift()) {
      const { body } = await get(address("/api/clusters", [
        ["bbox", "-180,-85,180,85"], ["zoom", 0], ["standardStatus", "any"], ["city", city.value],
      ]));
      // A name may be a part of another's: the largest group is the city's own.
      const largest = body.features.reduce((a, b) => weight(a) >= weight(b) ? a : b, body.features[0]);
      if (largest) {
        features.push({ ...largest, id: undefined, properties: { name: city.value, count: city.count } });
      }
    }
  };
  await Promise.all([ask(), ask(), ask()]);
  show({ type: "FeatureCollection", features });
}

const weight = feature => feature?.properties.point_count ?? 1;
