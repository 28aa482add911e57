// The geometry of search areas, in degrees [longitude, latitude].

const earth = 6371008.8;
const rad = Math.PI / 180;

/**
 * The great-circle distance in metres: near enough to show; the server measures on the ellipsoid.
 */
export function meters([x1, y1], [x2, y2]) {
  const a = Math.sin((y2 - y1) * rad / 2) ** 2
    + Math.cos(y1 * rad) * Math.cos(y2 * rad) * Math.sin((x2 - x1) * rad / 2) ** 2;
  return 2 * earth * Math.asin(Math.sqrt(a));
}

/** The ring of a circle. */
export function circleRing([longitude, latitude], radius, steps = 72) {
  const angle = radius / earth;
  const [sin, cos] = [Math.sin(latitude * rad), Math.cos(latitude * rad)];
  return Array.from({ length: steps }, (_, step) => {
    const bearing = 2 * Math.PI * step / steps;
    const y = Math.asin(sin * Math.cos(angle) + cos * Math.sin(angle) * Math.cos(bearing));
    const x = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * cos, Math.cos(angle) - sin * Math.sin(y));
    return [longitude + x / rad, y / rad];
  });
}

/** The ring of an area, whichever kind it is. */
export const ringOf = region =>
  region.kind === "circle" ? circleRing(region.center, region.meters) : region.ring;

/** West, south, east and north of points. */
export function boundsOf(points) {
  const [x, y] = [points.map(point => point[0]), points.map(point => point[1])];
  return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
}

/** A box whose west is above its east, across the antimeridian, as one whose east is beyond 180. */
export const unwrapped = ([west, south, east, north]) =>
  [west, south, east < west ? east + 360 : east, north];

/**
 * West, south, east and north of what a map of so many pixels shows; null where it is the whole
 * world.
 */
export function boxOf({ zoom, latitude, longitude }, width, height) {
  const world = 512 * 2 ** zoom;
  if (width >= world) return null;
  const y = 0.5 - Math.asinh(Math.tan(latitude * rad)) / (2 * Math.PI);
  const toLatitude = part => Math.atan(Math.sinh((0.5 - part) * 2 * Math.PI)) / rad;
  const half = 180 * width / world;
  return roundedBox(longitude - half, toLatitude(y + height / world / 2), longitude + half,
    toLatitude(y - height / world / 2));
}

/**
 * A box in degrees as the server takes it: longitudes turned by whole circles, rounded to a metre
 * or so.
 */
export function roundedBox(west, south, east, north) {
  const turned = value => ((value + 180) % 360 + 360) % 360 - 180;
  return [turned(west), Math.max(-90, south), turned(east), Math.min(90, north)]
    .map(side => Number(side.toFixed(5)));
}

/**
 * Leaves points {x, y} out of a line of pixels, none of which lies farther than `tolerance` from
 * what is left (Douglas and Peucker, 1973).
 */
export function simplified(points, tolerance) {
  if (points.length < 3) return points;
  const keep = new Set([0, points.length - 1]);
  const open = [[0, points.length - 1]];
  while (open.length) {
    const [first, last] = open.pop();
    let [farthest, most] = [-1, tolerance];
    for (let place = first + 1; place < last; place++) {
      const away = fromSegment(points[place], points[first], points[last]);
      if (away > most) [farthest, most] = [place, away];
    }
    if (farthest < 0) continue;
    keep.add(farthest);
    open.push([first, farthest], [farthest, last]);
  }
  return points.filter((_, place) => keep.has(place));
}

function fromSegment({ x, y }, { x: ax, y: ay }, { x: bx, y: by }) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const part = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - part * dx, y - ay - part * dy);
}

/** Whether the edges of a ring cross each other: such a polygon has no inside. */
export function crossesItself(ring) {
  const count = ring.length;
  for (let i = 0; i < count; i++) {
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue;
      if (cross(ring[i], ring[(i + 1) % count], ring[j], ring[(j + 1) % count])) return true;
    }
  }
  return false;
}

function cross(a, b, c, d) {
  const side = (p, q, r) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

/**
 * The outer hull of points, for a drawn line that crosses itself (Andrew's monotone chain, 1979).
 */
export function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = list => {
    const chain = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const turn = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
