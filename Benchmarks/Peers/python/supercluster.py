"""pysupercluster, supercluster in C++: the clusters of tiles."""

import math
import os
from importlib.metadata import version

import numpy
import peer
import pysupercluster

SETTINGS = "radius 40, extent 512, zooms 0 to 16, as Plat's own"
INDEXING = {
    "text": (
        "the matches are filtered by polars and indexed anew at all zooms, as its users do:"
        " clusters of them alone; hits are the listings in the tile's features"
    ),
    "tolerance": 0.1,
}
NOTE = "float64 where supercluster rounds to float32, and a tree of its own: some clusters differ"


def load(folder, scratch):
    _, longitudes, latitudes = peer.coordinates(folder)
    try:
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        import polars

        types = {
            "longitude": polars.Int32,
            "latitude": polars.Int32,
            "price": polars.Int64,
            "beds": polars.Int32,
            "baths": polars.Int32,
            "sqft": polars.Int32,
            "type": polars.Categorical,
            "status": polars.Categorical,
        }
        frame = polars.read_csv(
            os.path.join(folder, "listings.csv"), columns=list(types), schema_overrides=types
        )
        frame = frame.drop_nulls("longitude")
    except ImportError:
        frame = None
    return (index(longitudes, latitudes), frame), 0


def index(longitudes, latitudes):
    points = numpy.stack([longitudes / 1e7, latitudes / 1e7], axis=-1)
    return pysupercluster.SuperCluster(points, min_zoom=0, max_zoom=16, radius=40, extent=512)


def corner(zoom, x, y):
    """Degrees of a place on the map, counted in tiles."""
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / (1 << zoom)))))
    return x / (1 << zoom) * 360 - 180, latitude


def works(state):
    clusters, frame = state
    # A tile with its buffer of radius/extent on each side.
    buffer = 40 / 512

    def tile(query, clusters=clusters):
        zoom, x, y = query.tile
        return clusters.getClusters(
            top_left=corner(zoom, x - buffer, y - buffer),
            bottom_right=corner(zoom, x + 1 + buffer, y + 1 + buffer),
            zoom=zoom,
        )

    def sums(found, query):
        return len(found), sum(item["count"] for item in found)

    made = {}

    def filtered(query):
        if query not in made:
            signs = {"=": lambda a, b: a == b, ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b}
            made[query] = (
                frame.lazy()
                .filter(
                    *(
                        signs[sign](polars.col(name), value)
                        for name, sign, value in query.conditions()
                    )
                )
                .select("longitude", "latitude")
            )
        found = made[query].collect()
        return (
            tile(query, index(found["longitude"].to_numpy(), found["latitude"].to_numpy()))
            if len(found)
            else []
        )

    def listings(found, query):
        count = sum(item["count"] for item in found)
        return count, count

    if frame is None:
        return {"tile-clusters": (NOTE, tile, sums)}
    import polars

    return {"tile-clusters": (NOTE, tile, sums), "tile-filtered": (INDEXING, filtered, listings)}


if __name__ == "__main__":
    peer.serve(
        "pysupercluster",
        version("pysupercluster"),
        "in process, Python",
        SETTINGS,
        load,
        works,
        again=lambda state: state,
    )
