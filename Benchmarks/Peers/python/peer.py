"""Shared code of the Python drivers: the listings, the queries, and the protocol with `run`.

A driver is started with the folder of `listings.csv` and `queries.csv` and a folder for its own
files. When it has loaded, it prints one JSON object about itself. Then it answers lines:
`check WORK N` with the hits and the sums of the first N queries, `run WORK N` with the nanoseconds
of each, `quit` by ending.
"""

import csv
import json
import math
import os
import resource
import sys
import time

# WGS 84.
AXIS, FLATTENING = 6378137.0, 1 / 298.257223563
# The mean radius of WGS 84, for peers that compute on a sphere.
SPHERE = 6371008.8

NUMBERS = ("price", "beds", "baths", "sqft", "closed")
TEXTS = ("type", "status", "city")


class Query:
    """One line of `queries.csv`; empty cells are None."""

    def __init__(self, row):
        def number(name, kind=int):
            return kind(row[name]) if row[name] else None

        self.work = row["work"]
        self.west, self.south, self.east, self.north = (
            number(n) for n in ("west", "south", "east", "north")
        )
        self.longitude, self.latitude = number("longitude"), number("latitude")
        self.meters, self.count = number("meters", float), number("count")
        self.texts = {n: row[n] for n in TEXTS if row[n]}
        self.ranges = {}
        for name in NUMBERS:
            low, high = number(name + "_low"), number(name + "_high")
            if low is not None or high is not None:
                self.ranges[name] = (low, high)
        self.tile = tuple(number(n) for n in ("zoom", "x", "y"))
        self.text = row["text"]

    def conditions(self):
        """The conditions as (column, comparison, value), in the order of the file."""
        for name, text in self.texts.items():
            yield name, "=", text
        for name, (low, high) in self.ranges.items():
            if low is not None:
                yield name, ">=", low
            if high is not None:
                yield name, "<=", high
        if self.west is not None:
            yield "longitude", ">=", self.west
            yield "longitude", "<=", self.east
            yield "latitude", ">=", self.south
            yield "latitude", "<=", self.north

    def sql(self, quote):
        """The conditions as SQL; `quote` makes a literal of a value."""
        return " AND ".join(
            f"{name} {sign} {quote(value)}" for name, sign, value in self.conditions()
        )


def literal(value):
    """A value as an SQL literal."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def queries(folder):
    """The queries of each work, in the order of the file."""
    works = {}
    with open(os.path.join(folder, "queries.csv"), newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            works.setdefault(row["work"], []).append(Query(row))
    return works


def swiped(folder):
    """The ordinals of the swiped listings, which batches leave out."""
    with open(os.path.join(folder, "swiped.csv"), encoding="utf-8") as file:
        return [int(line) for line in list(file)[1:]]


def names(folder):
    """The names of places as (number, name)."""
    with open(os.path.join(folder, "names.csv"), newline="", encoding="utf-8") as file:
        return [(int(row["number"]), row["name"]) for row in csv.DictReader(file)]


def figures(row, query):
    """Hits and sum of a city's statistics.

    Listings, Active ones; median, lowest and highest price; mean area, year, fee.
    """
    # Slightly more than a half, so that all peers round ties alike.
    means = [
        math.floor(float(mean or 0) * steps + 0.500001) for mean, steps in zip(row[5:], (1, 100, 1))
    ]
    return row[0], row[1] + int(float(row[2] or 0) * 2) + int(row[3] or 0) + int(row[4] or 0) + sum(
        means
    )


def meant(query, found):
    """Hits and sum of the places that a text may mean, as (number, name), most likely first."""
    return (int(found[0][1] == query.texts["city"]), found[0][0]) if found else (0, 0)


def coordinates(folder):
    """Ordinals, longitudes and latitudes of the listings with a position, as numpy arrays.

    Degrees are in steps of 1e-7.
    """
    import numpy

    try:
        import polars

        table = polars.read_csv(
            os.path.join(folder, "listings.csv"), columns=["ordinal", "longitude", "latitude"]
        ).drop_nulls()
        return tuple(table[name].to_numpy() for name in ("ordinal", "longitude", "latitude"))
    except ImportError:
        rows = numpy.genfromtxt(
            os.path.join(folder, "listings.csv"), delimiter=",", skip_header=1, usecols=(0, 1, 2)
        )
        rows = rows[~numpy.isnan(rows[:, 1])].astype(numpy.int64)
        return rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy()


def earth_centred(longitudes, latitudes):
    """Metres from the earth's centre on WGS 84, from steps of 1e-7 degree.

    A straight line between two positions a mile apart is 4 micrometres shorter than the
    geodesic, so trees over these coordinates give the ellipsoid's answers for radius and nearest.
    """
    import numpy

    x, y = (
        numpy.radians(numpy.asarray(longitudes) / 1e7),
        numpy.radians(numpy.asarray(latitudes) / 1e7),
    )
    squared = FLATTENING * (2 - FLATTENING)
    normal = AXIS / numpy.sqrt(1 - squared * numpy.sin(y) ** 2)
    return numpy.stack(
        [
            normal * numpy.cos(y) * numpy.cos(x),
            normal * numpy.cos(y) * numpy.sin(x),
            normal * (1 - squared) * numpy.sin(y),
        ],
        axis=-1,
    )


def around(query, meters):
    """The degree box around the circle of a query: west, south, east, north."""
    x, y = query.longitude / 1e7, query.latitude / 1e7
    height = math.degrees(meters / 6335439) * 1.0001
    width = height / math.cos(math.radians(min(abs(y) + height, 89.9)))
    return x - width, y - height, x + width, y + height


def hilbert(longitudes, latitudes, order=16):
    """The place of each position along a Hilbert curve over the box around all (numpy arrays)."""
    import numpy

    def cells(values):
        low, high = values.min(), values.max()
        return ((values - low) * ((1 << order) - 1) // max(int(high - low), 1)).astype(numpy.int64)

    x, y = cells(longitudes), cells(latitudes)
    place = numpy.zeros(len(x), dtype=numpy.int64)
    side = 1 << (order - 1)
    while side:
        right, up = (x & side) > 0, (y & side) > 0
        place += side * side * ((3 * right) ^ up)
        swap, flip = ~up, ~up & right
        x, y = numpy.where(flip, side * 2 - 1 - x, x), numpy.where(flip, side * 2 - 1 - y, y)
        x, y = numpy.where(swap, y, x), numpy.where(swap, x, y)
        x, y = x & (side - 1), y & (side - 1)
        side >>= 1
    return place


def serve(
    peer,
    version,
    client,
    settings,
    load,
    works,
    finish=lambda state: None,
    batch=False,
    again=None,
    files=None,
):
    """Loads the data, reports the peer's properties, and answers lines until the input ends.

    `load(folder, scratch)` returns a state, and optionally the bytes of its files.
    `works(state)` returns for each work a note on its difference from Plat ("" for none), a
    function of a query for the measurement, and one that makes (hits, sum) of the former's answer.
    `finish(state)` ends started processes. A version may be a function of the state. With `batch`
    the function takes all queries at once and returns a list of answers: each counts with the mean
    time. If forked processes may query at the same time, `again(state)` is the state for such a
    process. For an index in files, `files` is a pair of functions: `close(state)` returns the
    paths that it has closed, `open(state, paths)` a new state.
    """
    folder, scratch = sys.argv[1], sys.argv[2]
    began = time.perf_counter()
    state, size = load(folder, scratch)
    driver = Driver(folder, works, batch, again, files, state)
    try:
        driver.introduce(peer, version, client, settings, size, time.perf_counter() - began)
        for line in sys.stdin:
            words = line.split()
            if words == ["quit"]:
                break
            say(getattr(driver, words[0])(*words[1:]))
    finally:
        finish(driver.state)


class Driver:
    """The protocol of a peer: each command is a method."""

    def __init__(self, folder, works, batch, again, files, state):
        self.works, self.batch, self.again, self.files, self.state = (
            works,
            batch,
            again,
            files,
            state,
        )
        self.asked = queries(folder)
        self.known = works(state)

    def introduce(self, peer, version, client, settings, size, spent):
        say(
            {
                "ready": True,
                "peer": peer,
                "version": version(self.state) if callable(version) else version,
                "client": client,
                "settings": settings,
                "loadSeconds": round(spent, 4),
                "bytes": size,
                "resident": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "clients": self.again is not None,
                "files": self.files is not None,
                "works": {
                    name: note for name, (note, _, _) in self.known.items() if name in self.asked
                },
            }
        )

    def check(self, work, count):
        _, answer, sums = self.known[work]
        some = self.asked[work][: int(count)]
        found = [
            sums(one, query)
            for one, query in zip(answer(some) if self.batch else map(answer, some), some)
        ]
        return {
            "hits": [int(hits) for hits, _ in found],
            "sums": [int(total or 0) for _, total in found],
        }

    def run(self, work, count):
        _, answer, _ = self.known[work]
        some = self.asked[work][: int(count)]
        if self.batch:
            return {"ns": at_once(answer, some)}
        clock, times = time.perf_counter_ns, []
        for query in some:
            start = clock()
            answer(query)
            times.append(clock() - start)
        return {"ns": times}

    def clients(self, work, count, processes, times):
        """The seconds that several processes at once take, each for all queries `times` times."""
        some, source, target = self.asked[work][: int(count)], *os.pipe()
        children = []
        for number in range(int(processes)):
            children.append(os.fork())
            if children[-1]:
                continue
            try:
                _, answer, _ = (self.works(self.again(self.state)))[work]
                start = number * len(some) // int(processes)
                mine = some[start:] + some[:start]
                answer(mine[:1] if self.batch else mine[0])
                began = time.perf_counter_ns()
                for _ in range(int(times)):
                    if self.batch:
                        answer(mine)
                    else:
                        for query in mine:
                            answer(query)
                os.write(target, f"{began} {time.perf_counter_ns()}\n".encode())
            finally:
                os._exit(0)
        os.close(target)
        for child in children:
            os.waitpid(child, 0)
        with os.fdopen(source) as lines:
            spans = [tuple(map(int, line.split())) for line in lines]
        if len(spans) < int(processes):
            raise RuntimeError("a client has ended")
        return {"seconds": (max(end for _, end in spans) - min(start for start, _ in spans)) / 1e9}

    def open(self, work, how):
        """The time from opened files to the first answer."""
        close, reopen = self.files
        paths = close(self.state)
        if how == "cold":
            for path in paths:
                forget(path)
        began = time.perf_counter_ns()
        self.state = reopen(self.state, paths)
        self.known = self.works(self.state)
        answer = self.known[work][1](self.asked[work][0])
        return {"ns": time.perf_counter_ns() - began, "hits": int(answer[0])}


def forget(path):
    """Asks the system to drop a file's pages from its cache; mapped pages stay."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fdatasync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


def at_once(answer, queries):
    """The mean time of queries answered by one call, repeated for each of them."""
    start = time.perf_counter_ns()
    answer(queries)
    return [(time.perf_counter_ns() - start) // len(queries)] * len(queries)


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
