"""DuckDB: a table in Hilbert order, so that the zone maps of its row groups skip distant rows."""

import math
import os

import duckdb
import peer
import sql

SETTINGS = (
    "file, threads=1, table in Hilbert order (zone maps), no spatial extension (it comes from"
    " DuckDB's own server)"
)
SPHERE = "great circle on a sphere of 6,371,008.8 m"
NAMES = {
    "text": (
        "damerau_levenshtein of all names, equals in the order of the alphabet; hits are cities"
        " that are found first"
    ),
    "tolerance": 0.1,
}


def load(folder, scratch):
    path = os.path.join(scratch, "listings.duckdb")
    connection = duckdb.connect(path)
    connection.execute("SET threads = 1")
    source = os.path.join(folder, "listings.csv")
    ordinals, longitudes, latitudes = peer.coordinates(folder)
    import polars

    places = polars.DataFrame({"ordinal": ordinals, "hilbert": peer.hilbert(longitudes, latitudes)})
    order = os.path.join(scratch, "order.parquet")
    places.write_parquet(order)
    connection.execute(f"""CREATE TABLE listing AS
      SELECT csv.* FROM read_csv({peer.literal(source)}, header = true, columns = {{
        ordinal: 'INTEGER', longitude: 'INTEGER', latitude: 'INTEGER', price: 'BIGINT',
        beds: 'INTEGER', baths: 'INTEGER', sqft: 'INTEGER', closed: 'BIGINT', type: 'VARCHAR',
        status: 'VARCHAR', city: 'VARCHAR', built: 'INTEGER', fee: 'INTEGER'}}) AS csv
      LEFT JOIN read_parquet({peer.literal(order)}) USING (ordinal) ORDER BY hilbert""")
    swiped, names = (
        peer.literal(os.path.join(folder, name)) for name in ("swiped.csv", "names.csv")
    )
    connection.execute(
        f"CREATE TABLE swiped AS SELECT * FROM read_csv({swiped}, header = true, columns ="
        f" {{ordinal: 'INTEGER'}})"
    )
    connection.execute(f"""CREATE TABLE place AS SELECT number, name, lower(name) AS lower
      FROM read_csv({names}, header = true, columns = {{number: 'INTEGER', name: 'VARCHAR'}})
      ORDER BY number""")
    connection.execute("CHECKPOINT")
    return connection, os.path.getsize(path)


def works(connection):
    def prepared(make):
        """A function that runs a query's statement, made once for each query."""
        made = {}

        def answer(query):
            if query not in made:
                made[query] = make(query)
            return connection.execute(*made[query]).fetchone()

        return answer

    def bounded(query):
        """The conditions with a box around the circle, and the distance."""
        parts, values = sql.where(query, "?")
        if query.meters is not None:
            west, south, east, north = peer.around(query, query.meters)
            parts += ["longitude BETWEEN ? AND ?", "latitude BETWEEN ? AND ?"]
            values += [
                math.floor(west * 1e7),
                math.ceil(east * 1e7),
                math.floor(south * 1e7),
                math.ceil(north * 1e7),
            ]
        x, y = math.radians(query.longitude / 1e7), math.radians(query.latitude / 1e7)
        return parts, values, sql.HAVERSINE.format(x=x, y=y, cosine=math.cos(y))

    def box(query):
        parts, values = sql.where(query, "?")
        return sql.hits(parts), values

    def page(query):
        parts, values = sql.where(query, "?")
        return sql.page(parts, query.count), values

    def radius(query):
        parts, values, distance = bounded(query)
        return sql.hits(parts + [f"{distance} <= {query.meters}"]), values

    def nearest(query):
        parts, values, distance = bounded(query)
        if query.meters is None:
            parts += ["longitude IS NOT NULL"]
            return (
                "SELECT count(*), sum(place) FROM (SELECT longitude + latitude AS place FROM"
                f" listing WHERE {' AND '.join(parts)} ORDER BY {distance} LIMIT {query.count})"
            ), values
        return sql.nearest(parts, distance, query.count, query.meters), values

    def scan(query):
        parts, values = sql.where(query, "?")
        return f"SELECT count(*), count(*) FROM listing WHERE {' AND '.join(parts)}", values

    def statistics(query):
        return sql.STATISTICS.format(median="median(price)", priced=sql.PRICED, mark="?"), [
            query.texts["city"]
        ]

    def batch(query):
        parts, values = sql.where(query, "?")
        return sql.batch(parts, query.count), values

    def places(query):
        return connection.execute(
            "SELECT number, name FROM place ORDER BY damerau_levenshtein(lower, ?), number LIMIT 5",
            [query.text.lower()],
        ).fetchall()

    def same(answer, query):
        return answer

    return {
        "box-100": ("", prepared(box), same),
        "box-10000": ("", prepared(box), same),
        "radius-mile": (SPHERE, prepared(radius), same),
        "nearest-20": (SPHERE, prepared(nearest), same),
        "page-box-100": ("", prepared(page), same),
        "page-box-10000": ("", prepared(page), same),
        "page-city": ("", prepared(page), same),
        "scan": ("", prepared(scan), same),
        "comparables": (SPHERE, prepared(nearest), same),
        "city-statistics": ("", prepared(statistics), peer.figures),
        "swipe-batch": (sql.BATCH, prepared(batch), same),
        "match-location": (NAMES, places, lambda found, query: peer.meant(query, found)),
    }


def close(connection):
    paths = [
        path
        for (path,) in connection.execute(
            "SELECT path FROM duckdb_databases() WHERE NOT internal"
        ).fetchall()
    ]
    connection.close()
    return paths


def open_again(_, paths):
    connection = duckdb.connect(paths[0])
    connection.execute("SET threads = 1")
    return connection


if __name__ == "__main__":
    peer.serve(
        "DuckDB",
        duckdb.__version__,
        "in process, Python",
        SETTINGS,
        load,
        works,
        files=(close, open_again),
    )
