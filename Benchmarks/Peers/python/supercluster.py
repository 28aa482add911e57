"""pysupercluster, supercluster in C++: the clusters of tiles."""

from importlib.metadata import version

import math
import numpy
import pysupercluster

import peer

SETTINGS = "radius 40, extent 512, zooms 0 to 16, as Plat's own"
NOTE = "float64 where supercluster rounds to float32, and a tree of its own: some clusters differ"


def load(folder, scratch):
    _, longitudes, latitudes = peer.coordinates(folder)
    points = numpy.stack([longitudes / 1e7, latitudes / 1e7], axis=-1)
    return pysupercluster.SuperCluster(points, min_zoom=0, max_zoom=16, radius=40, extent=512), 0


def corner(zoom, x, y):
    """Degrees of a place on the map, counted in tiles."""
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / (1 << zoom)))))
    return x / (1 << zoom) * 360 - 180, latitude


def works(clusters):
    # A tile with its buffer of radius/extent on each side.
    buffer = 40 / 512

    def tile(query):
        zoom, x, y = query.tile
        return clusters.getClusters(
            top_left=corner(zoom, x - buffer, y - buffer), bottom_right=corner(zoom, x + 1 + buffer, y + 1 + buffer),
            zoom=zoom)

    def sums(found, query):
        return len(found), sum(item["count"] for item in found)

    return {"tile-clusters": (NOTE, tile, sums)}


if __name__ == "__main__":
    peer.serve("pysupercluster", version("pysupercluster"), "in process, Python", SETTINGS, load, works,
               again=lambda state: state)
