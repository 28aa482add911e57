"""geoindex-rs, flatbush's packed Hilbert R-tree in Rust: boxes."""

import geoindex_rs
import numpy
import peer
from geoindex_rs import rtree

SETTINGS = "RTree (flatbush), float64, node_size=16, method=hilbert"


def load(folder, scratch):
    ordinals, longitudes, latitudes = peer.coordinates(folder)
    builder = rtree.RTreeBuilder(num_items=len(ordinals), node_size=16)
    x, y = longitudes / 1e7, latitudes / 1e7
    builder.add(x, y, x, y)
    tree = builder.finish(method="hilbert")
    return (tree, ordinals), memoryview(tree).nbytes


def works(state):
    tree, ordinals = state

    def box(query):
        return rtree.search(
            tree, query.west / 1e7, query.south / 1e7, query.east / 1e7, query.north / 1e7
        )

    def sums(found, query):
        places = numpy.asarray(found)
        return len(places), ordinals[places].sum()

    return {"box-100": ("", box, sums), "box-10000": ("", box, sums)}


if __name__ == "__main__":
    peer.serve(
        "geoindex-rs",
        geoindex_rs.__version__,
        "in process, Python",
        SETTINGS,
        load,
        works,
        again=lambda state: state,
    )
