// Where towns and homes are, for a map without a map from outside: the index is asked for clusters and cities.

import { get } from "./api.js";
import { address, filters } from "./query.js";

const mostTowns = 70;
const landZoom = 10;
const boundsZoom = 9;
const world = ["bbox", "-180,-85,180,85"];

/** Clusters of all homes as a GeoJSON collection. */
export async function findLand() {
  const { body } = await get(address("api/clusters", [world, ["zoom", landZoom], ["standardStatus", "any"]]));
  for (const feature of body.features) feature.properties = { point_count: weight(feature) };
  return body;
}

/**
 * The box around the homes that match; null where none has a position. A few homes far from all others, which have
 * a wrong position as a rule, are left outside where the box would be several times as large for them.
 */
export async function boundsOfMatches(state) {
  const { body } = await get(address("api/clusters", [world, ["zoom", boundsZoom], ...filters(state)]));
  if (!body.features.length) return null;
  const boxes = body.features.map(({ properties, geometry }) => {
    const [x, y] = geometry.coordinates;
    return { count: properties.point_count ?? 1, box: properties.bounds ?? [x, y, x, y] };
  });
  const [all, most] = [0, 0.02].map(part => [0, 1, 2, 3].map(side => {
    const sign = side < 2 ? 1 : -1;
    const sorted = boxes.map(({ box, count }) => [sign * box[side], count]).sort((a, b) => a[0] - b[0]);
    return sign * quantile(sorted, part);
  }));
  const span = box => Math.max(box[2] - box[0], box[3] - box[1]);
  return span(all) <= 4 * Math.max(span(most), 0.01) ? all : most;
}

/** The names of the largest cities as a GeoJSON collection; the number of requests is the same for any number of them. */
export async function findTowns() {
  const { body } = await get(address("api/cities", [["sort", "-listings"], ["limit", mostTowns]]));
  const isPlaced = body.cities.some(city => city.latitude != null);
  const middles = isPlaced ? new Map() : await middlesOfSample();
  const features = body.cities.map(city => {
    const middle = city.latitude == null ? middles.get(city.name) : [city.longitude, city.latitude];
    return middle && {
      type: "Feature", geometry: { type: "Point", coordinates: middle },
      properties: { name: city.name, count: city.activeListings },
    };
  });
  return { type: "FeatureCollection", features: features.filter(Boolean) };
}

/** The middles of the cities of 500 homes, for a server that does not give the middles of its cities. */
async function middlesOfSample() {
  const { body } = await get(address("api/mls-listings", [["standardStatus", "any"], ["limit", 500]]));
  const cities = new Map();
  for (const { city, longitude, latitude } of body.listings) {
    if (latitude == null) continue;
    if (!cities.has(city)) cities.set(city, [[], []]);
    cities.get(city).forEach((list, axis) => list.push(axis ? latitude : longitude));
  }
  const middle = list => list.sort((a, b) => a - b)[list.length >> 1];
  return new Map([...cities].map(([city, axes]) => [city, axes.map(middle)]));
}

const weight = feature => feature.properties.point_count ?? 1;

/** The value below which a part of the weight lies, of pairs in order. */
function quantile(pairs, part) {
  let left = part * pairs.reduce((sum, pair) => sum + pair[1], 0);
  for (const [value, count] of pairs) {
    left -= count;
    if (left < 0) return value;
  }
  return pairs.at(-1)[0];
}
