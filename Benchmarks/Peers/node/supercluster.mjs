// supercluster itself on node: the clusters of tiles. SUPERCLUSTER names the folder of its npm
// installation.
import {createReadStream, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';

const [folder] = process.argv.slice(2);
const home = resolve(process.env.SUPERCLUSTER ?? '.build/peers/node', 'node_modules/supercluster');
const {version, module: entry, main} = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
const library = await import(pathToFileURL(join(home, entry ?? main ?? 'index.js')));
const Supercluster = library.default ?? library;
const say = message => process.stdout.write(JSON.stringify(message) + '\n');

const rows = readFileSync(join(folder, 'queries.csv'), 'utf8').trim().split('\n')
  .map(line => line.split(','));
const queries = rows.slice(1)
  .map(cells => Object.fromEntries(cells.map((cell, place) => [rows[0][place], cell])))
  .filter(query => query.work.startsWith('tile-'));
// The filtered values, by column: a missing number is NaN, a text is its code.
const texts = ['type', 'status', 'city'].filter(name => queries.some(query => query[name] !== ''));
const numbers = ['price', 'beds', 'baths', 'sqft', 'closed']
  .filter(name => queries.some(
    query => query[name + '_low'] !== '' || query[name + '_high'] !== ''));
const columns = Object.fromEntries(
  [...numbers, ...texts].map(name => [name, new Float64Array(1 << 16)]));
const codes = Object.fromEntries(texts.map(name => [name, new Map()]));
const points = [];
function keep(name, value) {
  if (points.length >= columns[name].length) {
    const longer = new Float64Array(columns[name].length * 2);
    longer.set(columns[name]);
    columns[name] = longer;
  }
  columns[name][points.length] = value;
}
let names;
for await (const line of createInterface({input: createReadStream(join(folder, 'listings.csv'))})) {
  const cells = line.split(',');
  if (!names) names = cells;
  if (names === cells || cells[1] === '') continue;
  for (const name of numbers) {
    const cell = cells[names.indexOf(name)];
    keep(name, cell === '' ? NaN : Number(cell));
  }
  for (const name of texts) {
    const cell = cells[names.indexOf(name)];
    if (!codes[name].has(cell)) codes[name].set(cell, codes[name].size);
    keep(name, codes[name].get(cell));
  }
  const coordinates = [cells[1] / 1e7, cells[2] / 1e7];
  points.push({type: 'Feature', properties: {}, geometry: {type: 'Point', coordinates}});
}
const options = {radius: 40, extent: 512, minZoom: 0, maxZoom: 16};
const began = process.hrtime.bigint();
const clusters = new Supercluster(options).load(points);
const loadSeconds = Number(process.hrtime.bigint() - began) / 1e9;

const bound = (cell, otherwise) => cell === '' ? otherwise : Number(cell);
const asked = {};
for (const query of queries) {
  const conditions = texts.filter(name => query[name] !== '')
    .map(name => [name, codes[name].get(query[name]) ?? -1])
    .map(([name, code]) => [columns[name], code, code]);
  for (const name of numbers) {
    const low = bound(query[name + '_low'], -Infinity);
    const high = bound(query[name + '_high'], Infinity);
    if (low > -Infinity || high < Infinity) conditions.push([columns[name], low, high]);
  }
  (asked[query.work] ??= []).push({tile: [query.zoom, query.x, query.y].map(Number), conditions});
}
function matches({conditions}) {
  const found = [];
  next: for (let place = 0; place < points.length; place++) {
    for (const [values, low, high] of conditions) {
      if (!(values[place] >= low && values[place] <= high)) continue next;
    }
    found.push(points[place]);
  }
  return found;
}
const answers = {
  'tile-clusters': ({tile}) => clusters.getTile(...tile)?.features ?? [],
  'tile-filtered': query =>
    new Supercluster(options).load(matches(query)).getTile(...query.tile)?.features ?? [],
};
const listings = features => features.reduce((sum, one) => sum + (one.tags.point_count ?? 1), 0);
say({
  ready: true, peer: 'supercluster', version: `${version}, node ${process.version}`,
  client: 'in process, JavaScript',
  settings: "radius 40, extent 512, zooms 0 to 16, as Plat's own", loadSeconds, bytes: 0,
  resident: process.resourceUsage().maxRSS * 1024, works: {
    'tile-clusters': 'a feature on the very border of the buffer may be in or out: its box is'
      + ' float32 there',
    'tile-filtered': {
      text: 'the matches are filtered and indexed anew at all zooms, as its users do: clusters of'
        + " them alone; hits are the listings in the tile's features",
      tolerance: 0.1,
    },
  },
});
for await (const line of createInterface({input: process.stdin})) {
  const [command, work, count] = line.split(' ');
  if (command === 'quit') break;
  const some = asked[work].slice(0, Number(count)), answer = answers[work];
  if (command === 'check') {
    const found = some.map(answer);
    say({
      hits: found.map(work === 'tile-filtered' ? listings : features => features.length),
      sums: found.map(listings),
    });
  } else {
    const ns = some.map(query => {
      const start = process.hrtime.bigint();
      answer(query);
      return Number(process.hrtime.bigint() - start);
    });
    say({ns});
  }
}
process.exit(0);
