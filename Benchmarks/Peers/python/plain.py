"""A scan of all listings in plain Python: the oracle of the smoke run, not a peer."""

import csv
import math
import os
import platform
from statistics import median

import peer


def load(folder, scratch):
    rows = []
    with open(os.path.join(folder, "listings.csv"), newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for name in row:
                if name not in peer.TEXTS:
                    row[name] = int(row[name]) if row[name] else None
            row["place"] = (
                None if row["longitude"] is None else centred(row["longitude"], row["latitude"])
            )
            rows.append(row)
    swiped = set(peer.swiped(folder))
    return (rows, [row for row in rows if row["ordinal"] not in swiped]), 0


def centred(longitude, latitude):
    x, y = math.radians(longitude / 1e7), math.radians(latitude / 1e7)
    squared = peer.FLATTENING * (2 - peer.FLATTENING)
    normal = peer.AXIS / math.sqrt(1 - squared * math.sin(y) ** 2)
    return (
        normal * math.cos(y) * math.cos(x),
        normal * math.cos(y) * math.sin(x),
        normal * (1 - squared) * math.sin(y),
    )


def matches(rows, query):
    tests = {"=": lambda a, b: a == b, ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b}
    conditions = [(name, tests[sign], value) for name, sign, value in query.conditions()]
    found = [
        row
        for row in rows
        if all(row[n] is not None and test(row[n], v) for n, test, v in conditions)
    ]
    if query.longitude is None:
        return found
    centre = centred(query.longitude, query.latitude)
    near = [(math.dist(centre, row["place"]), row["ordinal"], row) for row in found if row["place"]]
    return [
        row for distance, _, row in sorted(near) if query.meters is None or distance <= query.meters
    ]


def works(state):
    rows, unswiped = state

    def find(query):
        return matches(rows, query)

    def remaining(query):
        return matches(unswiped, query)

    def batch(found, query):
        return len(found), min(len(found), query.count)

    def statistics(query):
        def values(name, some):
            return [row[name] for row in some if row[name] is not None]

        found = matches(rows, query)
        active = [row for row in found if row["status"] == "Active"]
        prices = values("price", [row for row in active if row["type"] != "B"]) or [0]
        means = [
            math.fsum(some) / max(len(some), 1)
            for some in (values(name, found) for name in ("sqft", "built", "fee"))
        ]
        return len(found), len(active), median(prices), min(prices), max(prices), *means

    def ordinals(found, query):
        return len(found), sum(row["ordinal"] for row in found)

    def prices(found, query):
        return len(found), sum(sorted(row["price"] for row in found)[: query.count])

    def places(found, query):
        near = found[: query.count]
        hits = len(near) if query.work == "nearest-20" else len(found)
        return hits, sum(row["longitude"] + row["latitude"] for row in near)

    def total(found, query):
        return len(found), len(found)

    return {
        "box-100": ("", find, ordinals),
        "box-10000": ("", find, ordinals),
        "radius-mile": ("", find, ordinals),
        "nearest-20": ("", find, places),
        "page-box-100": ("", find, prices),
        "page-box-10000": ("", find, prices),
        "page-city": ("", find, prices),
        "scan": ("", find, total),
        "comparables": ("", find, places),
        "city-statistics": ("", statistics, peer.figures),
        "swipe-batch": ("", remaining, batch),
    }


if __name__ == "__main__":
    peer.serve("plain", platform.python_version(), "in process, Python", "none", load, works)
