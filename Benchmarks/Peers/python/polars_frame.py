"""polars: a data frame in memory; every query is a scan."""

import math
import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import peer
import polars
import sql
from polars import col

SETTINGS = "POLARS_MAX_THREADS=1, texts as Categorical, lazy filter"
SPHERE = "great circle on a sphere of 6,371,008.8 m"


def load(folder, scratch):
    frame = polars.read_csv(
        os.path.join(folder, "listings.csv"),
        schema_overrides={
            "longitude": polars.Int32,
            "latitude": polars.Int32,
            "price": polars.Int64,
            "beds": polars.Int32,
            "baths": polars.Int32,
            "sqft": polars.Int32,
            "closed": polars.Int64,
            "type": polars.Categorical,
            "status": polars.Categorical,
            "city": polars.Categorical,
        },
    )
    frame = frame.with_columns(col("ordinal").is_in(peer.swiped(folder)).alias("swiped"))
    return frame, frame.estimated_size()


def works(frame):
    made = {}

    def once(make):
        def answer(query):
            if query not in made:
                made[query] = make(query)
            plan = made[query]
            return plan() if callable(plan) else plan.collect()

        return answer

    def tests(query):
        signs = {"=": lambda a, b: a == b, ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b}
        found = [signs[sign](col(name), value) for name, sign, value in query.conditions()]
        if query.meters is not None:
            west, south, east, north = (side * 1e7 for side in peer.around(query, query.meters))
            found += [
                col("longitude").is_between(math.floor(west), math.ceil(east)),
                col("latitude").is_between(math.floor(south), math.ceil(north)),
            ]
        return found

    def distance(query):
        x, y = math.radians(query.longitude / 1e7), math.radians(query.latitude / 1e7)
        across, up = (col("longitude") / 1e7).radians() - x, (col("latitude") / 1e7).radians()
        chord = ((up - y) / 2).sin() ** 2 + math.cos(y) * up.cos() * (across / 2).sin() ** 2
        return (2 * peer.SPHERE * chord.sqrt().arcsin()).alias("meters")

    def kept(query):
        return frame.lazy().filter(*tests(query))

    def ordinals(query):
        return kept(query).select("ordinal")

    def page(query):
        return kept(query).select("price")

    def radius(query):
        # In two steps: a single plan would compute the distances of all rows.
        box, circle = kept(query), distance(query) <= query.meters
        return lambda: box.collect().filter(circle).select("ordinal")

    def nearest(query):
        rows = (
            kept(query)
            .select(
                (col("longitude").cast(polars.Int64) + col("latitude")).alias("place"),
                distance(query),
            )
            .drop_nulls()
        )
        return (
            rows.filter(col("meters") <= query.meters)
            if query.meters is not None
            else rows.bottom_k(query.count, by="meters")
        )

    def total(query):
        return kept(query).select(polars.len())

    def statistics(query):
        active = col("status") == "Active"
        prices = col("price").filter(active & (col("type") != "B").fill_null(True))
        return kept(query).select(
            polars.len(),
            active.sum().alias("active"),
            prices.median().alias("median"),
            prices.min().alias("low"),
            prices.max().alias("high"),
            col("sqft").mean(),
            col("built").mean(),
            col("fee").mean(),
        )

    def batch(query):
        return kept(query).filter(~col("swiped")).select("ordinal")

    def hits(found, query):
        return len(found), found["ordinal"].sum()

    def least(answer, by, kept):
        """The answer with its first rows, which are taken within the measurement."""

        def both(query):
            found = answer(query)
            return found, found.bottom_k(query.count, by=by)[kept]

        return both

    def sums(found, query):
        return len(found[0]), found[1].sum()

    unswiped = once(batch)

    def some(query):
        found = unswiped(query)
        return found, found["ordinal"].head(query.count)

    box = once(ordinals)
    pages = least(once(page), "price", "price")
    near = least(once(nearest), "meters", "place")
    return {
        "box-100": ("", box, hits),
        "box-10000": ("", box, hits),
        "radius-mile": (SPHERE, once(radius), hits),
        "nearest-20": (SPHERE, near, sums),
        "page-box-100": ("", pages, sums),
        "page-box-10000": ("", pages, sums),
        "page-city": ("", pages, sums),
        "scan": ("", once(total), lambda found, query: (found.item(), found.item())),
        "comparables": (SPHERE, near, sums),
        "city-statistics": (
            "",
            once(statistics),
            lambda found, query: peer.figures(found.row(0), query),
        ),
        "swipe-batch": (sql.BATCH, some, lambda found, query: (len(found[0]), len(found[1]))),
    }


if __name__ == "__main__":
    peer.serve("polars", polars.__version__, "in process, Python", SETTINGS, load, works)
