"""PostgreSQL with PostGIS: its own cluster in a temporary folder, reached by a socket there."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile

import peer
import psycopg
import sql

CONFIGURATION = {
    "listen_addresses": "''",
    "shared_buffers": "2GB",
    "effective_cache_size": "6GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "8GB",
}
SETTINGS = ", ".join(
    f"{name}={value}" for name, value in CONFIGURATION.items() if name != "listen_addresses"
) + (
    "; GiST on geometry (degrees and Mercator) and on geography, CLUSTER by the first, B-tree"
    " (city, type, status, price) INCLUDE (ordinal, beds, baths, sqft, built, fee), GIN of"
    " trigrams (pg_trgm) of lower names, VACUUM ANALYZE, prepared statements"
)
# Among ten million listings a box of a hundred is some 60 m wide, and a metre at its border holds
# more than a hit in fifty.
BOXES = {
    "text": "&& compares boxes rounded outward to float32: hits up to a metre outside",
    "tolerance": 0.05,
}
SPHERE = (
    "<-> on geography orders by the sphere; the nearest 40 are then put in order by the ellipsoid"
)
# A tile's buffer on each side, and the side of a cell of its grid, as a fraction of the tile:
# supercluster's radius of 40 in 512.
BUFFER = 40 / 512
# The side of the map in Mercator metres.
WORLD = 2 * 20037508.342789244
GRID = {
    "text": (
        "another question: as ST_AsMVT over ST_AsMVTGeom, encoded, of the points on a grid as"
        " fine as the clusters' radius; hits are the listings in the tile and its buffer, where"
        " clusters on the border have some of theirs on either side"
    ),
    "tolerance": 0.1,
}
NAMES = {
    "text": (
        "pg_trgm: % by GIN leaves names of too few shared trigrams out, <-> orders the others by"
        " them and not by typing errors; hits are cities that are found first"
    ),
    "tolerance": 0.3,
}
WHERE_INSTALLED = "/usr/lib/postgresql/15/bin"

COLUMNS = (
    "ordinal integer, longitude integer, latitude integer, price bigint, beds integer, baths"
    " integer, sqft integer, closed bigint, type text, status text, city text, built integer, fee"
    " integer"
)
COLUMN_NAMES = "ordinal,longitude,latitude,price,beds,baths,sqft,closed,type,status,city,built,fee"


class Cluster:
    """A server of its own; `stop` ends it and removes its files."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="plat-postgis-")
        # PostgreSQL refuses root.
        self.become = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.become = [
                "setpriv",
                "--reuid=postgres",
                f"--regid={user.pw_gid}",
                "--clear-groups",
            ]
        data = os.path.join(self.folder, "data")
        self.server = None
        try:
            subprocess.run(
                self.become
                + [
                    f"{WHERE_INSTALLED}/initdb",
                    "-D",
                    data,
                    "-U",
                    "plat",
                    "--auth=trust",
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--no-sync",
                ],
                check=True,
                stdout=subprocess.DEVNULL,
                cwd="/",
            )
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self):
        options = [
            word
            for name, value in CONFIGURATION.items()
            for word in ("-c", f"{name}={value.strip(chr(39))}")
        ]
        self.log = open(os.path.join(self.folder, "log"), "w")
        self.server = subprocess.Popen(
            self.become
            + [
                f"{WHERE_INSTALLED}/postgres",
                "-D",
                os.path.join(self.folder, "data"),
                "-k",
                self.folder,
            ]
            + options,
            cwd="/",
            stdout=self.log,
            stderr=self.log,
            stdin=subprocess.DEVNULL,
        )
        self.connection = self.connect()

    def connect(self):
        import time

        for _ in range(3000):
            if self.server.poll() is not None:
                raise RuntimeError("postgres ended: " + open(self.log.name).read()[-500:])
            try:
                return self.client()
            except psycopg.OperationalError:
                time.sleep(0.01)
        raise RuntimeError("postgres does not answer")

    def client(self):
        return psycopg.connect(f"host={self.folder} user=plat dbname=postgres", autocommit=True)

    def halt(self):
        """Stops the server and returns the flushed files of its tables."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(60)
        base = os.path.join(self.folder, "data", "base")
        return [os.path.join(folder, name) for folder, _, names in os.walk(base) for name in names]

    def start_again(self, _):
        self.start()
        return self

    def stop(self):
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)


def load(folder, scratch):
    cluster = Cluster()
    try:
        run = cluster.connection.execute
        run("CREATE EXTENSION postgis; CREATE EXTENSION pg_trgm")
        run(
            f"CREATE UNLOGGED TABLE listing ({COLUMNS}, geom geometry(Point, 4326) GENERATED"
            " ALWAYS AS (ST_SetSRID(ST_MakePoint(longitude / 1e7, latitude / 1e7), 4326)) STORED,"
            " mercator geometry(Point, 3857) GENERATED ALWAYS AS "
            "(ST_Transform(ST_SetSRID(ST_MakePoint(longitude / 1e7, latitude / 1e7), 4326),"
            " 3857)) STORED)"
        )
        run("CREATE UNLOGGED TABLE swiped (ordinal integer PRIMARY KEY)")
        run("CREATE UNLOGGED TABLE place (number integer, name text)")
        for table, columns, name in (
            ("listing", COLUMN_NAMES, "listings"),
            ("swiped", "ordinal", "swiped"),
            ("place", "number,name", "names"),
        ):
            with open(os.path.join(folder, name + ".csv"), "rb") as file:
                with cluster.connection.cursor().copy(
                    f"COPY {table} ({columns}) FROM STDIN (FORMAT csv, HEADER)"
                ) as copy:
                    while block := file.read(1 << 20):
                        copy.write(block)
        run("CREATE INDEX listing_geom ON listing USING gist (geom)")
        run("CLUSTER listing USING listing_geom")
        run("CREATE INDEX listing_geog ON listing USING gist (geography(geom))")
        run("CREATE INDEX listing_mercator ON listing USING gist (mercator)")
        run(
            "CREATE INDEX listing_city ON listing (city, type, status, price) INCLUDE (ordinal,"
            " beds, baths, sqft, built, fee)"
        )
        run("CREATE INDEX place_name ON place USING gin (lower(name) gin_trgm_ops)")
        run("VACUUM ANALYZE listing")
        run("VACUUM ANALYZE swiped")
        run("VACUUM ANALYZE place")
        size = run("SELECT pg_total_relation_size('listing')").fetchone()[0]
    except BaseException:
        cluster.stop()
        raise
    return cluster, size


def works(cluster):
    cursor = cluster.connection.cursor(binary=True)
    made = {}

    def prepared(make):
        def answer(query):
            if query not in made:
                made[query] = make(query)
            return cursor.execute(*made[query], prepare=True).fetchone()

        return answer

    def conditions(query):
        """The box and the circle by their indexes, the rest by columns."""
        parts, values = sql.where(query, "%s", skipping=("longitude", "latitude"))
        if query.west is not None:
            parts.append("geom && ST_MakeEnvelope(%s, %s, %s, %s, 4326)")
            values += [query.west / 1e7, query.south / 1e7, query.east / 1e7, query.north / 1e7]
        if query.meters is not None:
            parts.append(
                "ST_DWithin(geography(geom), geography(ST_SetSRID(ST_MakePoint(%s, %s), 4326)), %s)"
            )
            values += [query.longitude / 1e7, query.latitude / 1e7, query.meters]
        return parts, values

    def hits(query):
        parts, values = conditions(query)
        return sql.hits(parts), values

    def page(query):
        parts, values = conditions(query)
        return sql.page(parts, query.count), values

    def comparables(query):
        parts, values = conditions(query)
        distance = "ST_Distance(geography(geom), geography(ST_SetSRID(ST_MakePoint(%s, %s), 4326)))"
        return (
            sql.nearest(parts, distance, query.count),
            [query.longitude / 1e7, query.latitude / 1e7] + values,
        )

    def nearest(query):
        here = "geography(ST_SetSRID(ST_MakePoint(%s, %s), 4326))"
        return (
            f"""SELECT count(*), sum(place) FROM (
  SELECT place FROM (SELECT longitude + latitude AS place, geom FROM listing
    ORDER BY geography(geom) <-> {here} LIMIT {query.count * 2}) AS near
  ORDER BY ST_Distance(geography(geom), {here}) LIMIT {query.count}) AS nearest""",
            [query.longitude / 1e7, query.latitude / 1e7] * 2,
        )

    def scan(query):
        parts, values = conditions(query)
        return f"SELECT count(*), count(*) FROM listing WHERE {' AND '.join(parts)}", values

    def statistics(query):
        median = "percentile_cont(0.5) WITHIN GROUP (ORDER BY price)"
        return sql.STATISTICS.format(median=median, priced=sql.PRICED, mark="%s"), [
            query.texts["city"]
        ]

    def batch(query):
        parts, values = sql.where(query, "%s")
        return sql.batch(parts, query.count), values

    def tile(query):
        zoom, x, y = query.tile
        parts, values = sql.where(query, "%s")
        return (
            f"""WITH cell AS (
    SELECT count(*) AS listings, ST_SnapToGrid(mercator, %s) AS middle FROM listing
    WHERE mercator && ST_TileEnvelope(%s, %s, %s, margin => {BUFFER})
    AND {" AND ".join(parts)} GROUP BY middle)
SELECT sum(listings), ST_AsMVT(feature, 'listings', 4096, 'geom') FROM
  (SELECT listings, ST_AsMVTGeom(middle, ST_TileEnvelope(%s, %s, %s), 4096, 640) AS geom
    FROM cell) AS feature""",
            [WORLD / (1 << zoom) * BUFFER, zoom, x, y] + values + [zoom, x, y],
        )

    def places(query):
        text = query.text.lower()
        return cursor.execute(
            "SELECT number, name FROM place WHERE lower(name) %% %s ORDER BY lower(name) <-> %s"
            " LIMIT 5",
            [text] * 2,
            prepare=True,
        ).fetchall()

    def same(answer, query):
        return answer

    return {
        "box-100": (BOXES, prepared(hits), same),
        "box-10000": (BOXES, prepared(hits), same),
        "radius-mile": ("", prepared(hits), same),
        "nearest-20": (SPHERE, prepared(nearest), same),
        "page-box-100": (BOXES, prepared(page), same),
        "page-box-10000": (BOXES, prepared(page), same),
        "page-city": ("", prepared(page), same),
        "scan": ("", prepared(scan), same),
        "comparables": ("", prepared(comparables), same),
        "city-statistics": ("", prepared(statistics), peer.figures),
        "swipe-batch": (sql.BATCH, prepared(batch), same),
        "tile-filtered": (GRID, prepared(tile), lambda answer, query: (answer[0] or 0, answer[0])),
        "match-location": (NAMES, places, lambda found, query: peer.meant(query, found)),
    }


class Client:
    """A forked process's own connection to the running server."""

    def __init__(self, cluster):
        self.connection = cluster.client()


def version(cluster):
    return cluster.connection.execute(
        "SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) || ',"
        " PostGIS ' || postgis_lib_version()"
    ).fetchone()[0]


if __name__ == "__main__":
    if not os.path.exists(f"{WHERE_INSTALLED}/postgres"):
        sys.exit("PostgreSQL 15 is not installed")
    peer.serve(
        "PostGIS",
        version,
        "unix socket, psycopg",
        SETTINGS,
        load,
        works,
        Cluster.stop,
        again=Client,
        files=(Cluster.halt, Cluster.start_again),
    )
