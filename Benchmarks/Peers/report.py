"""Writes RESULTS.md and its plots from results/*.jsonl: report.py [RESULTS-FOLDER [RESULTS.md]].

Rows without a kind are plat-bench's own; the others come from scripts/bench. Of two rows about the
same work, number of listings and peer the later one counts: files in the order of their names,
lines in their order.
"""

import glob
import json
import math
import os
import re
import sys

from sections import (
    clients,
    counts,
    durable,
    how,
    http,
    limits,
    memory,
    missing,
    names,
    openings,
    plain,
    table,
)
from svg import plot
from works import TITLES

HERE = os.path.dirname(os.path.abspath(__file__))
MARKS = (0, 1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 100)


def main():
    if any(word.startswith("-") for word in sys.argv[1:]):
        sys.exit(__doc__.strip())
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "..", "results")
    target = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "..", "RESULTS.md")
    own, peers = read(folder)
    plots = os.path.join(os.path.dirname(os.path.abspath(target)), "plots")
    parts = [head(own, peers)]
    if peers["time"]:
        parts += [losses(peers), summary(peers)]
    parts += [
        plat_alone(own),
        capacity(own),
        limits(own, peers),
        http(peers),
        openings(peers),
        clients(peers),
        durable(peers),
    ]
    if peers["time"]:
        parts += [memory(peers), works(peers, plots), how(peers)]
    parts += [missing(peers)]
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n\n".join(part.strip("\n") for part in parts if part) + "\n")


def read(folder):
    """plat-bench's rows by (work, listings), and those of each kind by their subject."""
    own, peers = (
        {},
        {
            kind: {}
            for kind in (
                "run",
                "load",
                "time",
                "missing",
                "limit",
                "http",
                "opening",
                "clients",
                "durable",
                "memory",
            )
        },
    )
    for path in sorted(glob.glob(os.path.join(folder, "*.jsonl"))):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    row = json.loads(line)
                    kind = row.get("kind")
                    if kind is None:
                        own[row["work"], row["listings"]] = row
                    else:
                        peers[kind][row["listings"], row.get("work"), row.get("peer")] = row
                except (ValueError, KeyError) as error:
                    sys.exit(
                        f"report: {path}:{number}: {error!r}; expected a row of plat-bench or"
                        " scripts/bench"
                    )
    return own, peers


def head(own, peers):
    lines = [
        "# Results",
        "",
        "Written by `make bench` (`Benchmarks/Peers/report.py`, from [`results`](results)); by"
        " hand nothing is changed here. [README.md](README.md) says how it is measured,"
        " [Peers/README.md](Peers/README.md) how the peers are tuned, [NOTES.md](NOTES.md) where"
        " the time goes, [CAPACITY.md](../docs/CAPACITY.md) what it means for every listing of"
        " the country.",
        "",
    ]
    if own and not peers["run"]:
        lines += [
            "Plat alone:"
            f" {'; '.join(sorted({row.get('machine', 'unknown') for row in own.values()}))}; one"
            " thread.",
            "",
        ]
    for (listings, _, _), run in sorted(peers["run"].items()):
        lines.append(
            f"- {listings:,} listings: `{run['command']}` at {run['commit']}, {run['date']};"
            f" {run['machine']}; {run['system']}; seed {run['seed']}, {run['rounds']} rounds;"
            f" load when it began {run['load']:.1f}."
        )
    return "\n".join(lines)


# MARK: Plat alone

APART = {"work", "listings", "unit", "toReach", "checksum", "seed", "repetitions", "machine"}
TO_REACH = re.compile(r"(?:(\w+) )?([0-9.]+)(?: (ms|µs|s|GB))?$")
NANOSECONDS = {
    "µs": 1e3,
    "microseconds": 1e3,
    "ms": 1e6,
    "milliseconds": 1e6,
    "s": 1e9,
    "seconds": 1e9,
}


def plat_alone(own):
    """The rows of plat-bench, and whether each reaches its target."""
    if not own:
        return ""
    sizes = sorted({listings for _, listings in own})
    units = {work: row["unit"] for (work, _), row in own.items()}
    rows = []
    for work in dict.fromkeys(work for work, _ in own):
        found = [own.get((work, size)) for size in sizes]
        wanted = next((row for row in found if row and row.get("toReach")), None)
        rows.append(
            [work]
            + [cell(row) for row in found]
            + [units[work], wanted["toReach"] if wanted else "", verdict(wanted)]
        )
    return (
        "\n## Plat alone\n\nThe median of the queries' least times; p99 is the query that 99 of"
        " 100 are no slower than. What was to be reached is for 1,000,000 listings where nothing"
        " else is said; what is missed is in bold, and [NOTES.md](NOTES.md) tells why.\n\n"
        + table(["work"] + [f"{size:,}" for size in sizes] + ["", "to reach", "reached"], rows)
        + "\n\n"
        "Tiles are those around random listings, zooms 4 to 16 in turn, encoded as Mapbox Vector"
        " Tiles; `features` is how many one has on"
        ' average. At 42,001 listings a box "of 10,000" holds 4,200 of them.'
    )


def cell(row):
    if row is None:
        return ""
    hidden = APART | {"total", "median", "mean", "max"}
    main = row.get("total", row.get("median"))
    return "; ".join(
        [f"{main:g}"] + [f"{name} {value:g}" for name, value in row.items() if name not in hidden]
    )


def verdict(row):
    """Whether the bounds in `toReach` hold; an unnamed value is the median or total."""
    if row is None:
        return ""
    texts = []
    for part in re.split("[;,] ", row["toReach"]):
        match = TO_REACH.match(part)
        if not match:
            continue
        name, number, unit = (
            match[1]
            or ("peakMiB" if match[3] == "GB" else "total" if "total" in row else "median"),
            float(match[2]),
            match[3],
        )
        if name == "within":
            continue
        limit = (
            number * 1024
            if unit == "GB"
            else number * NANOSECONDS[unit] / NANOSECONDS[row["unit"]]
            if unit
            else number
        )
        share = row[name] / limit
        # A ratio that rounds to the bound meets it.
        texts.append("yes" if share < 1.005 else f"**{share:.2f} times**")
    return "yes" if set(texts) == {"yes"} else "; ".join(texts)


def reckoned(value):
    """An extrapolated number, rounded to three digits."""
    return f"{value:.3g}" if value < 1000 else f"{float(f'{value:.3g}'):,.0f}"


# The approximate number of properties in the United States.
COUNTRY = 150_000_000


def capacity(own):
    """The cost of a listing at each size, its growth, and the total for a country."""
    sizes = sorted({listings for _, listings in own})
    build, size = "build from NDJSON with records", "snapshot bytes a listing"
    if len(sizes) < 2 or any((build, one) not in own or (size, one) not in own for one in sizes):
        return ""
    times = COUNTRY / sizes[-1]

    def power(values):
        return math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2])

    def line(name, unit, value, grows=False):
        """The cost of a listing, and of all a country's listings.

        The latter is in `unit` (its size, its name), by the last growth exponent if it grows.
        """
        values = [value(one) for one in sizes]
        whole = values[-1] * COUNTRY * (times ** power(values) if grows else 1) / unit[0]
        return [name] + [f"{value:,.4g}" for value in values] + [f"{whole:,.3g} {unit[1]}"]

    rows = [line("index file, bytes", (1e9, "GB"), lambda one: own[size, one]["total"])]
    if all("records" in own[size, one] for one in sizes):
        rows.append(
            line("records (SQLite), bytes", (1e9, "GB"), lambda one: own[size, one]["records"])
        )
    rows += [
        line(
            "build, µs by the clock",
            (6e7, "minutes"),
            lambda one: own[build, one]["total"] * 1e6 / one,
            True,
        ),
        line(
            "build, µs of processors",
            (6e7, "minutes"),
            lambda one: own[build, one]["processor"] * 1e6 / one,
            True,
        ),
        line(
            "build, bytes of memory at the most",
            (1e9, "GB"),
            lambda one: own[build, one]["peakMiB"] * 1048576 / one,
        ),
    ]
    grown = []
    for work in dict.fromkeys(work for work, _ in own):
        found = [own.get((work, one)) for one in sizes]
        if any(row is None or "median" not in row or row["unit"] != "µs" for row in found):
            continue
        medians = [row["median"] for row in found]
        grown.append(
            [work]
            + [f"{median:g}" for median in medians]
            + [
                f"{power(medians):.2f}",
                reckoned(medians[-1] * times ** min(max(power(medians), 0), 1)),
            ]
        )
    columns, country = [f"{one:,}" for one in sizes], f"{COUNTRY:,}, reckoned"
    text = "\n## What a listing costs\n\n" + table(
        ["for each listing"] + columns + [f"all of {country}"], rows
    )
    if grown:
        text += (
            "\n\nHow queries grow: *power* is that of the number of listings which the median"
            f" follows from {sizes[-2]:,} to {sizes[-1]:,}: 0 where it does not grow, 1 where it"
            " grows as they do. The last column goes on from there with that power, at the most"
            " 1.\n\n" + table(["µs"] + columns + ["power", country], grown)
        )
    return text


# MARK: Beside peers


def losses(peers):
    """Every case in which a peer is faster: queries, openings, rates of one client and of two."""
    lost = [
        (
            row["toPlat"],
            f"{TITLES[row['work']]}, {row['listings']:,} listings: {row['peer']} takes"
            f" {row['toPlat']:.2f} of Plat's time.",
        )
        for row in peers["time"].values()
    ]
    for (size, work, _), row in peers["opening"].items():
        ours = peers["opening"].get((size, work, "plat"))
        for key, way in (("warmMs", "in the page cache"), ("coldMs", "cold")):
            if ours:
                lost.append(
                    (
                        row[key] / ours[key],
                        f"Opening {way}, first question {TITLES[work].lower()}, {size:,}"
                        f" listings: {row['peer']} takes {row[key] / ours[key]:.2f} of Plat's"
                        " time.",
                    )
                )
    for (size, work, _), row in peers["clients"].items():
        ours = peers["clients"].get((size, work, "plat"))
        for key, way in (("one", "one client"), ("two", "two clients")):
            if ours:
                lost.append(
                    (
                        ours[key] / row[key],
                        f"{TITLES[work]}, {way}, {size:,} listings: {row['peer']} answers"
                        f" {row[key] / ours[key]:.2f} times as many.",
                    )
                )
    lost = sorted(entry for entry in lost if entry[0] < 0.995)
    compared = sum(row["peer"] != "plat" for row in peers["time"].values())
    lines = [
        "",
        "## Where Plat loses",
        "",
        f"Of {compared} comparisons of queries a peer is faster in"
        f" {sum(row['toPlat'] < 0.995 for row in peers['time'].values())}. These are all of them,"
        " and all openings and rates in which a peer is ahead:",
        "",
    ]
    return "\n".join(
        lines + [f"- {text}" for _, text in lost] + ([] if lost else ["- In no row of these runs."])
    )


def summary(peers):
    sizes, text = (
        counts(peers["time"]),
        [
            "",
            "## How many times Plat's time",
            "",
            "Median of the queries' least times over all rounds, divided by Plat's over the same"
            " queries in the same run; below 1 the peer is faster. A peer without a number cannot"
            " answer such queries, or has none of them in its driver.",
        ],
    )
    for size in sizes:
        known = [
            name
            for name in names(peers)
            if any(key[0] == size and key[2] == name for key in peers["time"])
        ]
        rows = []
        for work in TITLES:
            cells = [peers["time"].get((size, work, name)) for name in known]
            if any(cells):
                rows.append([TITLES[work]] + [factor(row) for row in cells])
        text += ["", f"### {size:,} listings", "", table(["work"] + known, rows)]
    return "\n".join(text)


def factor(row):
    if row is None:
        return ""
    text = f"{row['toPlat']:,.2f}" if row["toPlat"] < 10 else f"{row['toPlat']:,.0f}"
    return f"**{text}**" if row["toPlat"] < 1 else text


def works(peers, plots):
    sizes, text = (
        counts(peers["time"]),
        [
            "",
            "## Each work",
            "",
            "The median of the queries' least times, their mean and p99; *first* is the median"
            " right after other programs had the processor and its caches, *p99 of all* counts"
            " every run of every query, with all that disturbed it; last, how much slower the"
            " slowest round's median was than the fastest's. Where a peer answers other than"
            " Plat, it is said in how many queries and hits, and why.",
        ],
    )
    os.makedirs(plots, exist_ok=True)
    for work, title in TITLES.items():
        rows = {key: row for key, row in peers["time"].items() if key[1] == work}
        if not rows:
            continue
        known = [name for name in names(peers) if any(key[2] == name for key in rows)]
        header, lines = ["peer"], []
        for size in sizes:
            header += [f"{size:,}: µs"]
        for name in known:
            line = [name]
            for size in sizes:
                row = rows.get((size, work, name))
                line.append(
                    f"**{plain(row['median'])}**; mean {plain(row['mean'])}; p99"
                    f" {plain(row['p99'])}; first {plain(row['first'])}; p99 of all"
                    f" {plain(row['p99All'])}; {spread(row)}"
                    if row
                    else ""
                )
            answers = [rows[size, work, name] for size in sizes if (size, work, name) in rows]
            lines.append(line + ["" if name == "plat" else agreement(answers)])
        text += ["", f"### {title}", "", table(header + ["answers beside Plat's"], lines), ""]
        growth = {
            name: [
                (size, rows[size, work, name]["median"])
                for size in sizes
                if (size, work, name) in rows
            ]
            for name in known
        }
        largest = max(size for size, _, _ in rows)
        shape = {
            name: list(zip(MARKS, rows[largest, work, name]["quantiles"]))
            for name in known
            if (largest, work, name) in rows
        }
        ticks = [(mark, f"{mark} %") for mark in (0, 25, 50, 75, 100)]
        shown = [f"![{title}: distribution](plots/{work}-distribution.svg)"]
        if len(sizes) > 1:
            write(
                plots,
                f"{work}-growth.svg",
                plot(f"{title}: growth", "listings", "median of a query", growth),
            )
            shown.insert(0, f"![{title}: growth](plots/{work}-growth.svg)")
        write(
            plots,
            f"{work}-distribution.svg",
            plot(
                f"{title}: {largest:,} listings",
                "share of the queries that take no longer",
                "time of a query",
                shape,
                ticks,
            ),
        )
        text.append(" ".join(shown))
    return "\n".join(text)


def write(plots, name, text):
    with open(os.path.join(plots, name), "w", encoding="utf-8") as file:
        file.write(text)


def spread(row):
    """The spread of the rounds' medians, relative to the minimum."""
    low, high = min(row["medians"]), max(row["medians"])
    return f"+{(high / low - 1) * 100:.0f} %" if low > 0 else ""


def agreement(rows):
    texts = []
    for row in rows:
        differs = row["differs"]
        if not differs["queries"]:
            texts.append(f"{row['listings']:,}: {row['queries']} same")
        else:
            texts.append(
                f"{row['listings']:,}: {differs['queries']} of {row['queries']} differ, by"
                f" {differs['hits']} of {row['hits']:,} hits"
                + ("" if row.get("explained", True) else " **unexplained**")
            )
    note = next(
        (row["note"] for row in rows if row["note"] and any(r["differs"]["queries"] for r in rows)),
        "",
    )
    return "; ".join(texts) + (f" ({note})" if note else "")


if __name__ == "__main__":
    main()
