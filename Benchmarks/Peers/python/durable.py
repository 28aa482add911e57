"""Durable writes of the peers: single listings, batches, and queries beside them.

durable.py PEER FOLDER SCRATCH DOCUMENTS. Loads the listings of FOLDER, prints one JSON object about
itself, and then answers lines:

    upsert N         {"ns": [...]}  the time of each of N single listings, one commit each
    batch N          {"ns": [...]}  the time of each of N batches of 500, one commit each
    queries S        {"ns": [...]}  queries of boxes for S seconds, a hundred a second
    beside S         the same while batches of 500 are written, and "written" a second
    quit

A write has returned when it is on disk. DOCUMENTS are whole listings as JSON, one a line; each peer
stores the document beside the columns that it searches, as Plat does. They are read before the
clock starts, which Plat's are not.
"""

import csv
import json
import os
import sqlite3
import sys
import threading
import time

import peer

BATCH = 500
COLUMNS = (
    "ordinal longitude latitude price beds baths sqft closed type status city built fee".split()
)
TEXT_COLUMNS = ("type", "status", "city")


def rows_of(folder):
    """The listings as tuples of COLUMNS, with positions only."""
    with open(os.path.join(folder, "listings.csv"), newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["longitude"]:
                yield tuple(
                    (row[name] or None) if name in TEXT_COLUMNS else (int(row[name] or 0) or None)
                    for name in COLUMNS
                )


def listings_of(path, first):
    """The documents as (columns, text); their ordinals go on from `first`."""
    found = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file):
            listing = json.loads(line)
            if listing.get("longitude") is None:
                continue
            found.append(
                (
                    (
                        first + number,
                        round(listing["longitude"] * 1e7),
                        round(listing["latitude"] * 1e7),
                        round((listing.get("listPrice") or 0) * 100),
                        listing.get("beds") or 0,
                        round((listing.get("baths") or 0) * 4),
                        round((listing.get("sqft") or 0) * 100),
                        None,
                        listing.get("propertyType"),
                        listing.get("standardStatus"),
                        listing.get("city"),
                        listing.get("yearBuilt"),
                        round(listing.get("associationFee") or 0),
                    ),
                    line.strip(),
                )
            )
    return found


class SQLite:
    """SQLite's R*Tree beside a table; every commit is on disk (WAL, synchronous=FULL)."""

    name, version = "SQLite R*Tree", sqlite3.sqlite_version
    settings = "journal_mode=WAL, synchronous=FULL, rtree_i32, B-tree (city, type, status, price)"

    def __init__(self, folder, scratch):
        self.path = os.path.join(scratch, "listings.sqlite")
        self.connection = self.connect()
        run = self.connection.execute
        run(
            "CREATE TABLE listing (ordinal INTEGER PRIMARY KEY, longitude, latitude, price, beds,"
            " baths, sqft, closed, type, status, city, built, fee, document)"
        )
        run("CREATE VIRTUAL TABLE place USING rtree_i32(ordinal, west, east, south, north)")
        run("CREATE INDEX by_city ON listing (city, type, status, price)")
        run("BEGIN")
        for row in rows_of(folder):
            self.write(row, None)
        run("COMMIT")
        run("PRAGMA wal_checkpoint(TRUNCATE)")

    def connect(self):
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    def write(self, row, document):
        self.connection.execute(
            "INSERT OR REPLACE INTO listing VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            row + (document,),
        )
        self.connection.execute(
            "INSERT OR REPLACE INTO place VALUES (?,?,?,?,?)",
            (row[0], row[1], row[1], row[2], row[2]),
        )

    def upsert(self, some):
        self.connection.execute("BEGIN IMMEDIATE")
        for row, document in some:
            self.write(row, document)
        self.connection.execute("COMMIT")

    def reader(self):
        connection = self.connect()

        def ask(west, south, east, north):
            return connection.execute(
                "SELECT count(*), sum(price) FROM place JOIN listing USING (ordinal) WHERE"
                " west >= ? AND east <= ? AND south >= ? AND north <= ?",
                (west, east, south, north),
            ).fetchone()

        return ask

    def close(self):
        self.connection.close()


class DuckDB:
    """A table with a key; DuckDB has no R-tree in its package."""

    name = "DuckDB"
    settings = "file, threads=1, primary key, write-ahead log (its default)"

    def __init__(self, folder, scratch):
        import duckdb

        self.version = duckdb.__version__
        self.connection = duckdb.connect(os.path.join(scratch, "listings.duckdb"))
        run = self.connection.execute
        run("SET threads = 1")
        kinds = {"closed": "BIGINT", "price": "BIGINT"}
        columns = ", ".join(
            f"{name} {'VARCHAR' if name in TEXT_COLUMNS else kinds.get(name, 'INTEGER')}"
            for name in COLUMNS
        ).replace("ordinal INTEGER", "ordinal INTEGER PRIMARY KEY")
        run(f"CREATE TABLE listing ({columns}, document VARCHAR)")
        source = peer.literal(os.path.join(folder, "listings.csv"))
        run(f"INSERT INTO listing SELECT *, NULL FROM read_csv({source}, header = true)")
        run("CHECKPOINT")

    def upsert(self, some):
        run = self.connection.execute
        run("BEGIN")
        for row, document in some:
            run(
                "INSERT OR REPLACE INTO listing VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                row + (document,),
            )
        run("COMMIT")

    def reader(self):
        cursor = self.connection.cursor()

        def ask(west, south, east, north):
            return cursor.execute(
                "SELECT count(*), sum(price) FROM listing WHERE longitude BETWEEN ? AND ? AND"
                " latitude BETWEEN ? AND ?",
                (west, east, south, north),
            ).fetchone()

        return ask

    def close(self):
        self.connection.close()


class PostGIS:
    """PostgreSQL with PostGIS; every commit is on disk."""

    name = "PostGIS"
    settings = (
        "fsync=on, synchronous_commit=on, full_page_writes=on, GiST on geometry, primary key,"
        " prepared statements"
    )

    def __init__(self, folder, scratch):
        import postgis

        postgis.CONFIGURATION.update(
            fsync="on", synchronous_commit="on", full_page_writes="on", autovacuum="on"
        )
        self.cluster = postgis.Cluster()
        run = self.cluster.connection.execute
        run("CREATE EXTENSION postgis")
        run(
            f"CREATE TABLE listing ({postgis.COLUMNS}, document text, geom geometry(Point, 4326)"
            " GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(longitude / 1e7, latitude / 1e7), 4326))"
            " STORED)"
        )
        with open(os.path.join(folder, "listings.csv"), "rb") as file:
            with self.cluster.connection.cursor().copy(
                f"COPY listing ({postgis.COLUMN_NAMES}) FROM STDIN (FORMAT csv, HEADER)"
            ) as copy:
                while block := file.read(1 << 20):
                    copy.write(block)
        run("ALTER TABLE listing ADD PRIMARY KEY (ordinal)")
        run("CREATE INDEX ON listing USING gist (geom)")
        run("CREATE INDEX ON listing (city, type, status, price)")
        run("VACUUM ANALYZE listing")
        run("CHECKPOINT")
        self.version = postgis.version(self.cluster)
        names = COLUMNS + ["document"]
        self.statement = (
            f"INSERT INTO listing ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
            " ON CONFLICT (ordinal) DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in names[1:])
        )
        self.cursor = self.cluster.connection.cursor()

    def upsert(self, some):
        if len(some) == 1:
            row, document = some[0]
            self.cursor.execute(self.statement, row + (document,), prepare=True)
            return
        with self.cluster.connection.transaction():
            self.cursor.executemany(self.statement, [row + (text,) for row, text in some])

    def reader(self):
        cursor = self.cluster.client().cursor()

        def ask(west, south, east, north):
            return cursor.execute(
                "SELECT count(*), sum(price) FROM listing WHERE geom &&"
                " ST_MakeEnvelope(%s, %s, %s, %s, 4326)",
                (west / 1e7, south / 1e7, east / 1e7, north / 1e7),
                prepare=True,
            ).fetchone()

        return ask

    def close(self):
        self.cluster.stop()


class Redis:
    """GEOADD and the document in a hash; every command is on disk (appendfsync always)."""

    name = "Redis GEO"
    settings = "appendonly yes, appendfsync always, GEOADD and HSET in one transaction"

    def __init__(self, folder, scratch):
        import redis_geo

        self.module = redis_geo
        self.server = redis_geo.Server()
        ask, pack = self.server.ask, redis_geo.pack
        block = []
        for row in rows_of(folder):
            block += [row[1] / 1e7, row[2] / 1e7, row[0]]
            if len(block) == 6_000:
                ask(pack("GEOADD", "listing", *block))
                block = []
        if block:
            ask(pack("GEOADD", "listing", *block))
        ask(pack("CONFIG", "SET", "appendfsync", "always"))
        ask(pack("CONFIG", "SET", "appendonly", "yes"))
        while b"aof_rewrite_in_progress:1" in ask(pack("INFO", "persistence")):
            time.sleep(0.05)
        self.version = redis_geo.version(self.server)

    def upsert(self, some):
        pack = self.module.pack
        words = [pack("MULTI")]
        for row, document in some:
            words.append(pack("GEOADD", "listing", row[1] / 1e7, row[2] / 1e7, row[0]))
            words.append(pack("HSET", f"document:{row[0]}", "json", document))
        words.append(pack("EXEC"))
        server, replies = self.server, len(words)
        server.socket.sendall(b"".join(words))
        while replies:
            if (reply := server.reader.gets()) is False:
                server.reader.feed(server.socket.recv(1 << 18))
                continue
            if isinstance(reply, Exception):
                raise reply
            replies -= 1

    def reader(self):
        other = object.__new__(self.module.Server)
        other.folder, other.process = self.server.folder, self.server.process
        import socket

        import hiredis

        other.socket, other.reader = socket.socket(socket.AF_UNIX), hiredis.Reader()
        other.socket.connect(os.path.join(self.server.folder, "socket"))
        pack = self.module.pack

        def ask(west, south, east, north):
            middle = ((west + east) / 2e7, (south + north) / 2e7)
            size = ((east - west) / 1e7 * 92.4, (north - south) / 1e7 * 111.2)
            return other.ask(
                pack("GEOSEARCH", "listing", "FROMLONLAT", *middle, "BYBOX", *size, "km")
            )

        return ask

    def close(self):
        self.server.stop()


PEERS = {"sqlite": SQLite, "postgis": PostGIS, "redis": Redis, "duckdb": DuckDB}


class Driver:
    """The protocol; each command is a method."""

    def __init__(self, store, folder, documents):
        self.store, self.documents, self.next = store, documents, 0
        boxes = peer.queries(folder)["box-100"]
        self.boxes = [(query.west, query.south, query.east, query.north) for query in boxes]

    def some(self, count):
        found = [
            self.documents[(self.next + place) % len(self.documents)] for place in range(count)
        ]
        self.next += count
        return found

    def timed(self, size, count):
        spent = []
        for _ in range(int(count)):
            listings = self.some(size)
            began = time.perf_counter_ns()
            self.store.upsert(listings)
            spent.append(time.perf_counter_ns() - began)
        return {"ns": spent}

    def upsert(self, count):
        return self.timed(1, count)

    def batch(self, count):
        return self.timed(BATCH, count)

    def queries(self, seconds):
        ask, spent, end = self.store.reader(), [], time.perf_counter() + float(seconds)
        while time.perf_counter() < end:
            box = self.boxes[len(spent) % len(self.boxes)]
            began = time.perf_counter_ns()
            ask(*box)
            spent.append(time.perf_counter_ns() - began)
            time.sleep(0.01)
        return {"ns": spent}

    def beside(self, seconds):
        stop, done = threading.Event(), []

        def write():
            began = time.perf_counter()
            while not stop.is_set():
                self.store.upsert(self.some(BATCH))
                done.append(time.perf_counter() - began)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            answer = self.queries(seconds)
        finally:
            stop.set()
            writer.join()
        return answer | {"written": len(done) * BATCH / done[-1] if done else 0}


def main():
    name, folder, scratch, documents = sys.argv[1:5]
    began = time.perf_counter()
    store = PEERS[name](folder, scratch)
    try:
        peer.say(
            {
                "ready": True,
                "peer": store.name,
                "version": store.version,
                "settings": store.settings,
                "loadSeconds": round(time.perf_counter() - began, 2),
            }
        )
        driver = Driver(store, folder, listings_of(documents, 1_000_000_000))
        for line in sys.stdin:
            words = line.split()
            if words == ["quit"]:
                break
            peer.say(getattr(driver, words[0])(*words[1:]))
    finally:
        store.close()


if __name__ == "__main__":
    main()
