// supercluster itself on node: the clusters of tiles. SUPERCLUSTER names the folder that npm installed it into.
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

const points = [];
for await (const line of createInterface({input: createReadStream(join(folder, 'listings.csv'))})) {
  const [ordinal, longitude, latitude] = line.split(',', 3);
  if (points.length === 0 && ordinal === 'ordinal' || longitude === '') continue;
  points.push({type: 'Feature', properties: {}, geometry: {type: 'Point', coordinates: [longitude / 1e7, latitude / 1e7]}});
}
const began = process.hrtime.bigint();
const clusters = new Supercluster({radius: 40, extent: 512, minZoom: 0, maxZoom: 16}).load(points);
const loadSeconds = Number(process.hrtime.bigint() - began) / 1e9;

const tiles = readFileSync(join(folder, 'queries.csv'), 'utf8').split('\n').map(line => line.split(','))
  .filter(cells => cells[0] === 'tile-clusters').map(cells => cells.slice(-3).map(Number));
const answer = ([z, x, y]) => clusters.getTile(z, x, y)?.features ?? [];
say({
  ready: true, peer: 'supercluster', version: `${version}, node ${process.version}`, client: 'in process, JavaScript',
  settings: "radius 40, extent 512, zooms 0 to 16, as Plat's own", loadSeconds, bytes: 0,
  resident: process.resourceUsage().maxRSS * 1024, works: {'tile-clusters': 'a feature on the very border of the buffer may be in or out: its box is float32 there'},
});
for await (const line of createInterface({input: process.stdin})) {
  const [command, , count] = line.split(' ');
  if (command === 'quit') break;
  const some = tiles.slice(0, Number(count));
  if (command === 'check') {
    const found = some.map(answer);
    say({
      hits: found.map(features => features.length),
      sums: found.map(features => features.reduce((sum, one) => sum + (one.tags.point_count ?? 1), 0)),
    });
  } else {
    const ns = some.map(tile => {
      const start = process.hrtime.bigint();
      answer(tile);
      return Number(process.hrtime.bigint() - start);
    });
    say({ns});
  }
}
process.exit(0);
