"""PostgreSQL with PostGIS: a cluster of its own in a temporary folder, reached by a socket there and by nothing else."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile

import psycopg

import peer
import sql

CONFIGURATION = {
    "listen_addresses": "''", "shared_buffers": "2GB", "effective_cache_size": "6GB", "work_mem": "64MB",
    "maintenance_work_mem": "512MB", "random_page_cost": "1.1", "jit": "off", "max_parallel_workers_per_gather": "0",
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off", "max_wal_size": "8GB",
}
SETTINGS = (", ".join(f"{name}={value}" for name, value in CONFIGURATION.items() if name != "listen_addresses")
            + "; GiST on geometry and on geography, CLUSTER by the former, B-tree (city, type, status, price), VACUUM"
            " ANALYZE, prepared statements")
BOXES = "&& compares boxes rounded outward to float32: hits up to a metre outside"
SPHERE = "<-> on geography orders by the sphere; the nearest 40 are then put in order by the ellipsoid"
WHERE_INSTALLED = "/usr/lib/postgresql/15/bin"

COLUMNS = ("ordinal integer, longitude integer, latitude integer, price bigint, beds integer, baths integer, sqft integer,"
           " closed bigint, type text, status text, city text")


class Cluster:
    """A server of its own; `stop` ends it and removes its files."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="plat-postgis-")
        # PostgreSQL refuses root.
        self.become = []
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.become = ["setpriv", "--reuid=postgres", f"--regid={user.pw_gid}", "--clear-groups"]
        data = os.path.join(self.folder, "data")
        self.server = None
        try:
            subprocess.run(
                self.become + [f"{WHERE_INSTALLED}/initdb", "-D", data, "-U", "plat", "--auth=trust", "-E", "UTF8",
                               "--locale=C", "--no-sync"],
                check=True, stdout=subprocess.DEVNULL, cwd="/")
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self):
        options = [word for name, value in CONFIGURATION.items() for word in ("-c", f"{name}={value.strip(chr(39))}")]
        self.log = open(os.path.join(self.folder, "log"), "w")
        self.server = subprocess.Popen(
            self.become + [f"{WHERE_INSTALLED}/postgres", "-D", os.path.join(self.folder, "data"), "-k", self.folder] + options,
            cwd="/", stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
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
        """Ends the server; the files of its tables, all of them written."""
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
        run("CREATE EXTENSION postgis")
        run(f"CREATE UNLOGGED TABLE listing ({COLUMNS}, geom geometry(Point, 4326) "
            "GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(longitude / 1e7, latitude / 1e7), 4326)) STORED)")
        names = "ordinal,longitude,latitude,price,beds,baths,sqft,closed,type,status,city"
        with open(os.path.join(folder, "listings.csv"), "rb") as file:
            with cluster.connection.cursor().copy(f"COPY listing ({names}) FROM STDIN (FORMAT csv, HEADER)") as copy:
                while block := file.read(1 << 20):
                    copy.write(block)
        run("CREATE INDEX listing_geom ON listing USING gist (geom)")
        run("CLUSTER listing USING listing_geom")
        run("CREATE INDEX listing_geog ON listing USING gist (geography(geom))")
        run("CREATE INDEX listing_city ON listing (city, type, status, price)")
        run("VACUUM ANALYZE listing")
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
            parts.append("ST_DWithin(geography(geom), geography(ST_SetSRID(ST_MakePoint(%s, %s), 4326)), %s)")
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
        return (sql.nearest(parts, distance, query.count),
                [query.longitude / 1e7, query.latitude / 1e7] + values)

    def nearest(query):
        here = "geography(ST_SetSRID(ST_MakePoint(%s, %s), 4326))"
        return (f"""SELECT count(*), sum(place) FROM (
  SELECT place FROM (SELECT longitude + latitude AS place, geom FROM listing ORDER BY geography(geom) <-> {here}
    LIMIT {query.count * 2}) AS near
  ORDER BY ST_Distance(geography(geom), {here}) LIMIT {query.count}) AS nearest""",
                [query.longitude / 1e7, query.latitude / 1e7] * 2)

    def scan(query):
        parts, values = conditions(query)
        return f"SELECT count(*), count(*) FROM listing WHERE {' AND '.join(parts)}", values

    def same(answer, query):
        return answer

    return {"box-100": (BOXES, prepared(hits), same), "box-10000": (BOXES, prepared(hits), same),
            "radius-mile": ("", prepared(hits), same), "nearest-20": (SPHERE, prepared(nearest), same),
            "page-box-100": (BOXES, prepared(page), same), "page-box-10000": (BOXES, prepared(page), same),
            "page-city": ("", prepared(page), same), "scan": ("", prepared(scan), same),
            "comparables": ("", prepared(comparables), same)}


class Client:
    """A connection of its own to a server that runs, for a forked process."""

    def __init__(self, cluster):
        self.connection = cluster.client()


def version(cluster):
    return cluster.connection.execute(
        "SELECT 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1) || ', PostGIS ' || postgis_lib_version()").fetchone()[0]


if __name__ == "__main__":
    if not os.path.exists(f"{WHERE_INSTALLED}/postgres"):
        sys.exit("PostgreSQL 15 is not installed")
    peer.serve("PostGIS", version, "unix socket, psycopg", SETTINGS, load, works, Cluster.stop, again=Client,
               files=(Cluster.halt, Cluster.start_again))
