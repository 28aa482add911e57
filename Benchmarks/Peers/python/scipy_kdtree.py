"""scipy's cKDTree over earth-centred coordinates: radius and nearest.

It runs query by query or, with a third argument, all queries at once.
"""

import sys

import numpy
import peer
import scipy
from scipy.spatial import cKDTree

BATCH = len(sys.argv) > 3
SETTINGS = (
    "cKDTree(leafsize=16, balanced_tree=False, compact_nodes=True), earth-centred WGS 84 metres,"
    " workers=1"
)


def load(folder, scratch):
    ordinals, longitudes, latitudes = peer.coordinates(folder)
    # Sliding midpoints build faster, and query no slower on points such as these.
    tree = cKDTree(
        peer.earth_centred(longitudes, latitudes),
        leafsize=16,
        balanced_tree=False,
        compact_nodes=True,
    )
    return (tree, ordinals, longitudes, latitudes), 0


def works(state):
    tree, ordinals, longitudes, latitudes = state
    centres = {}

    def centre(query):
        key = (query.longitude, query.latitude)
        if key not in centres:
            centres[key] = peer.earth_centred(*key)
        return centres[key]

    def radius(query):
        return tree.query_ball_point(centre(query), query.meters)

    def nearest(query):
        return tree.query(centre(query), k=query.count)[1]

    def together(queries):
        return numpy.array([centre(query) for query in queries])

    def all_radius(queries):
        return tree.query_ball_point(together(queries), queries[0].meters, workers=1)

    def all_nearest(queries):
        return tree.query(together(queries), k=queries[0].count, workers=1)[1]

    if BATCH:
        radius, nearest = all_radius, all_nearest
    return {
        "radius-mile": ("", radius, lambda found, query: (len(found), ordinals[found].sum())),
        "nearest-20": (
            "",
            nearest,
            lambda found, query: (len(found), longitudes[found].sum() + latitudes[found].sum()),
        ),
    }


if __name__ == "__main__":
    peer.serve(
        "scipy, batch" if BATCH else "scipy cKDTree",
        f"{scipy.__version__}, numpy {numpy.__version__}",
        "in process, Python",
        SETTINGS,
        load,
        works,
        batch=BATCH,
        again=lambda state: state,
    )
