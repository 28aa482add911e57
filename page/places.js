// Where towns and homes are, for a map without a map from outside: the index is asked for clusters
// and cities.

import { get } from "./api.js";
import { address } from "./query.js";

const mostTowns = 70;
const landZoom = 10;
const world = ["bbox", "-180,-85,180,85"];

/** Clusters of all homes as a GeoJSON collection. */
export async function findLand() {
  const pairs = [world, ["zoom", landZoom], ["standardStatus", "any"]];
  const { body } = await get(address("api/clusters", pairs));
  for (const feature of body.features) feature.properties = { point_count: weight(feature) };
  return body;
}

/** The names of the largest cities, each at the middle of its homes, as a GeoJSON collection. */
export async function findTowns() {
  const { body } = await get(address("api/cities", [["sort", "-listings"], ["limit", mostTowns]]));
  const features = body.cities.filter(city => city.latitude != null).map(city => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [city.longitude, city.latitude] },
    properties: { name: city.name, count: city.activeListings },
  }));
  return { type: "FeatureCollection", features };
}

const weight = feature => feature.properties.point_count ?? 1;
