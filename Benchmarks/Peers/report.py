"""Writes RESULTS.md and its plots from results/*.jsonl: report.py [RESULTS-FOLDER [RESULTS.md]].

Rows without a kind are plat-bench's own (--results); the others come from scripts/bench-peers. Of two rows about the same work,
number of listings and peer the later one counts: files in the order of their names, lines in their order.
"""

import glob
import json
import os
import sys

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
    parts = [head(own, peers), plat_alone(own, folder)]
    if peers["time"]:
        parts += [losses(peers), summary(peers), works(peers, plots), loading(peers), how(peers)]
    parts += [limits(own, peers), http(peers), missing(peers)]
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n\n".join(part.strip("\n") for part in parts if part) + "\n")


def read(folder):
    """plat-bench's rows by (work, listings), and those of each kind by what they are about."""
    own, peers = {}, {"run": {}, "load": {}, "time": {}, "missing": {}, "limit": {}, "http": {}}
    for path in sorted(glob.glob(os.path.join(folder, "*.jsonl"))):
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    row = json.loads(line)
                    kind = row.get("kind")
                    if kind is None:
                        own[row["work"], row["listings"]] = row
                        continue
                    key = (row["listings"], row.get("work"), row.get("peer"))
                    if kind == "load":
                        # It was missing before, and is not now.
                        peers["missing"] = {k: v for k, v in peers["missing"].items() if k[2] != row["peer"]}
                    peers[kind][key] = row
                except (ValueError, KeyError) as error:
                    sys.exit(f"report: {path}:{number}: {error!r}; expected a row of plat-bench or bench-peers")
    return own, peers


def counts(rows):
    return sorted({key[0] for key in rows})


def head(own, peers):
    lines = ["# Results", "",
             "Written by `Benchmarks/Peers/report.py` from [`results`](results); by hand nothing is changed here. [README.md](README.md) says how"
             " it is measured, [Peers/README.md](Peers/README.md) how the peers are, [NOTES.md](NOTES.md) where the time goes.", ""]
    machines = sorted({row.get("machine", "unknown") for row in own.values()})
    if own:
        lines += [f"Plat alone: {'; '.join(machines)}; one thread; least time of each query.", ""]
    for (listings, _, _), run in sorted(peers["run"].items()):
        lines.append(f"- {listings:,} listings beside peers: `{run['command']}` at {run['commit']}, {run['date']}; {run['machine']};"
                     f" {run['system']}; seed {run['seed']}, {run['rounds']} rounds; load when it began {run['load']:.1f}.")
    return "\n".join(lines)


def table(header, rows):
    text = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join(text + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


# MARK: Plat alone

MAIN = {"total", "median"}
APART = {"work", "listings", "unit", "toReach", "checksum", "seed", "repetitions", "machine"}


def plat_alone(own, folder):
    """The rows of plat-bench, and what `plat.md` beside them says of the run."""
    if not own:
        return ""
    words = ""
    if os.path.exists(os.path.join(folder, "plat.md")):
        with open(os.path.join(folder, "plat.md"), encoding="utf-8") as file:
            words = file.read().strip() + "\n\n"
    sizes = sorted({listings for _, listings in own})
    targets = {}
    for (work, _), row in own.items():
        targets[work] = targets.get(work) or row.get("toReach", "")

    def cell(row):
        return "" if row is None else ", ".join(
            f"{name + ' ' if name != 'total' else ''}{value:g}" for name, value in row.items() if name not in APART)

    works = list(dict.fromkeys(work for work, _ in own))
    units = {work: row["unit"] for (work, _), row in own.items()}
    rows = [[work, units[work]] + [cell(own.get((work, size))) for size in sizes] + [targets[work]] for work in works]
    return ("\n## Plat alone\n\n" + words + table(["work", "unit"] + [f"{size:,}" for size in sizes] + ["to reach"], rows) + "\n\n"
            "Tiles are those around random listings, zooms 4 to 16 in turn, encoded as Mapbox Vector Tiles; `features` is how many one has on"
            " average. At 42,001 listings a box \"of 10,000\" holds 4,200 of them.")


# MARK: Beside peers

def losses(peers):
    """Where a peer is faster than Plat, all of them."""
    lost = sorted((row for row in peers["time"].values() if row["toPlat"] < 1), key=lambda row: row["toPlat"])
    lines = ["", "## Where Plat loses", ""]
    lines += [f"- {TITLES[row['work']]}, {row['listings']:,} listings: {row['peer']} takes {row['toPlat']:.2f} of Plat's time." for row in lost]
    return "\n".join(lines + ([] if lost else ["In no row of this run."]))


def names(peers):
    return list(dict.fromkeys(key[2] for key in peers["time"]))


def summary(peers):
    sizes, text = counts(peers["time"]), ["", "## How many times Plat's time", "",
        "Median of the queries' least times over all rounds, divided by Plat's over the same queries in the same run; below 1 the peer is faster. A peer without"
        " a number cannot answer such queries, or has none of them in its driver."]
    for size in sizes:
        known = [name for name in names(peers) if any(key[0] == size and key[2] == name for key in peers["time"])]
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
    sizes, text = counts(peers["time"]), ["", "## Each work", "",
        "The median of the queries' least times, their mean and p99, and how much slower the slowest round's median was than the fastest's."
        " Where a peer answers other than Plat, it is said in how many queries and hits, and why."]
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
                line.append(f"{row['median']:g}, mean {row['mean']:g}, p99 {row['p99']:g}, {spread(row)}" if row else "")
            answers = [rows[size, work, name] for size in sizes if (size, work, name) in rows]
            lines.append(line + ["" if name == "plat" else agreement(answers)])
        text += ["", f"### {title}", "", table(header + ["answers beside Plat's"], lines), ""]
        growth = {name: [(size, rows[size, work, name]["median"]) for size in sizes if (size, work, name) in rows] for name in known}
        largest = max(size for size, _, _ in rows)
        shape = {name: list(zip(MARKS, rows[largest, work, name]["quantiles"])) for name in known if (largest, work, name) in rows}
        ticks = [(mark, f"{mark} %") for mark in (0, 25, 50, 75, 100)]
        shown = [f"![{title}: distribution](plots/{work}-distribution.svg)"]
        if len(sizes) > 1:
            write(plots, f"{work}-growth.svg", plot(f"{title}: growth", "listings", "median of a query", growth))
            shown.insert(0, f"![{title}: growth](plots/{work}-growth.svg)")
        write(plots, f"{work}-distribution.svg",
              plot(f"{title}: {largest:,} listings", "share of the queries that take no longer", "time of a query", shape, ticks))
        text.append(" ".join(shown))
    return "\n".join(text)


def write(plots, name, text):
    with open(os.path.join(plots, name), "w", encoding="utf-8") as file:
        file.write(text)


def spread(row):
    """How far the medians of the rounds lie apart, from the least on."""
    low, high = min(row["medians"]), max(row["medians"])
    return f"+{(high / low - 1) * 100:.0f} %" if low > 0 else ""


def agreement(rows):
    texts = []
    for row in rows:
        differs = row["differs"]
        if not differs["queries"]:
            texts.append(f"{row['listings']:,}: {row['queries']} same")
        else:
            texts.append(f"{row['listings']:,}: {differs['queries']} of {row['queries']} differ, by {differs['hits']} of {row['hits']:,} hits"
                         + ("" if row.get("explained", True) else " **unexplained**"))
    note = next((row["note"] for row in rows if row["note"] and any(r["differs"]["queries"] for r in rows)), "")
    return "; ".join(texts) + (f" ({note})" if note else "")


def loading(peers):
    sizes = counts(peers["load"])
    header = ["peer"]
    for size in sizes:
        header += [f"{size:,}: load s", "MB", "peak MiB"]
    rows = []
    for name in dict.fromkeys(key[2] for key in peers["load"]):
        line = [name]
        for size in sizes:
            row = peers["load"].get((size, None, name))
            line += [f"{row['loadSeconds']:.2f}", f"{row['bytes'] / 1e6:.1f}" if row["bytes"] else "", f"{row['resident'] / 1048576:.0f}"] if row else [""] * 3
        rows.append(line)
    return ("\n## Loading and size\n\nPlat opens what `plat build` has made (its time is above); the others load the listings from CSV, build their"
            " indexes, or both. MB are those of its files or of its own count; peak is the driver's process once it has loaded, without a server's.\n\n"
            + table(header, rows))


def how(peers):
    latest = {}
    for key in sorted(peers["load"]):
        latest[key[2]] = peers["load"][key]
    return "\n## The peers and their settings\n\n" + table(
        ["peer", "version", "client", "settings"], [[name, row["version"], row["client"], row["settings"]] for name, row in latest.items()])


# MARK: Limits

def limits(own, peers):
    if not peers["limit"]:
        return ""
    rows = []
    for (size, _, _), row in sorted(peers["limit"].items()):
        opened, scanned = own.get(("open, first answer", size)), own.get(("five filters over everything, count", size))
        rows.append([f"{size:,}", f"{row['memoryGBs']:.1f}", f"{row['memoryTwoThreadsGBs']:.1f}",
                     f"{scanned['ratio']:g}" if scanned and "ratio" in scanned else "", f"{row['fileReadMs']:g}", f"{row['fileTouchMs']:g}",
                     f"{opened['total'] / row['fileReadMs']:.2f}" if opened else "", f"{row['clockNs']:.0f}"])
    return "\n## What the machine can do\n\n" + table(
        ["listings", "memory GB/s", "two threads", "five filters: times a plain read", "file from page cache ms", "a byte of each page ms",
         "open, first answer: times the read", "clock ns"], rows) + "\n\nEach measured time holds one reading of the clock."


def http(peers):
    if not peers["http"]:
        return ""
    rows = [[row["work"], f"{row['listings']:,}", f"{row['rate']:,.0f}", f"{row['ofNginx']:.2f}" if "ofNginx" in row else "",
             f"{row['ofHello']:.2f}" if "ofHello" in row else "", f"{row.get('p50ms', '')}", f"{row.get('p99ms', '')}"]
            for row in peers["http"].values()]
    return "\n## HTTP\n\n" + table(["requests", "listings", "a second", "of nginx", "of http-hello", "p50 ms", "p99 ms"], rows)


def missing(peers):
    if not peers["missing"]:
        return ""
    return "\n## Missing\n\n" + "\n".join(
        f"- {row['peer']}, {row['listings']:,} listings: {row['reason']}" for row in peers["missing"].values())


if __name__ == "__main__":
    main()
