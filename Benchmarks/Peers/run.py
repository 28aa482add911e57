"""Sets Plat beside its peers on the same queries, in turns: scripts/bench-peers starts it, and README.md describes it."""

import argparse
import datetime
import json
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

import limits
from drivers import BUILT, ORACLE, PEERS, ROOT, Driver, Failure
from works import LEAST, TITLES

WORKS = tuple(TITLES)
MARKS = (0, 1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 100)


def main():
    options = arguments()
    facts = {"machine": machine(), "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
             "commit": commit(), "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
             "seed": options.seed, "rounds": options.rounds,
             "command": " ".join(["scripts/bench-peers"] + [shlex.quote(word) for word in options.words])}
    report = Report(options.results)
    known = {**ORACLE} if options.smoke else {**PEERS}
    chosen = options.peers.split(",") if options.peers else list(known)
    unknown = [name for name in chosen if name not in {**PEERS, **ORACLE}]
    if unknown:
        sys.exit(f"bench-peers: there is no peer {unknown[0]}; there are {', '.join(PEERS)}")
    is_right = True
    for count in options.counts:
        report.add({"kind": "run", "listings": count, "load": os.getloadavg()[0], **facts})
        is_right = compare(count, chosen, options, report) and is_right
    report.close()
    if not is_right:
        sys.exit("bench-peers: answers differ where nothing explains it (see above)")


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench-peers", description="Sets Plat beside its peers on the same queries.")
    parser.add_argument("--count", default="42001", help="listings, one number or more with commas; 42001")
    parser.add_argument("--seed", type=int, default=1, help="of the listings and the queries; 1")
    parser.add_argument("--rounds", type=int, default=5, help="how often each peer's turn comes; 5")
    parser.add_argument("--budget", type=float, default=2, help="seconds that a turn may take: a slow peer answers fewer queries; 2")
    parser.add_argument("--peers", help=f"which, with commas; all: {','.join(PEERS)}")
    parser.add_argument("--works", help=f"which, with commas; all: {','.join(WORKS)}")
    parser.add_argument("--results", help="add the numbers to this file, one JSON object a line")
    parser.add_argument("--patience", type=float, default=3600, help="seconds to wait for a peer's answer or load; 3600")
    parser.add_argument("--http", action="store_true", help="also the server beside nginx and an answer without thought")
    parser.add_argument("--smoke", action="store_true", help="2,000 listings beside a plain scan in Python, in seconds")
    parser.add_argument("--bench", default=os.path.join(ROOT, ".build/release/plat-bench"), help="another plat-bench")
    options = parser.parse_args()
    options.words = sys.argv[1:]
    if options.smoke:
        options.count, options.rounds, options.budget = "2000", 2, 0.2
    options.counts = [int(text) for text in options.count.split(",")]
    options.works = options.works.split(",") if options.works else list(WORKS)
    for work in options.works:
        if work not in WORKS:
            parser.error(f"there is no work {work}; there are {', '.join(WORKS)}")
    return options


def compare(count, chosen, options, report):
    """One number of listings: everything loaded, then every work in turns. Whether all answers were right or explained."""
    smoke = tempfile.mkdtemp(prefix="plat-peers-") if options.smoke else None
    indexes = os.path.join(smoke, "index") if smoke else os.path.join(ROOT, "indexes/bench")
    folder = os.path.join(smoke or BUILT, "data", f"{count}-{options.seed}")
    scratch = tempfile.mkdtemp(prefix="plat-peers-")
    drivers = []
    try:
        place = ["--count", str(count), "--seed", str(options.seed), "--dir", indexes]
        if not os.access(options.bench, os.X_OK):
            sys.exit(f"bench-peers: there is no {options.bench}: swift build -c release --product plat-bench")
        done = subprocess.run(
            [options.bench, "--write-queries", folder] + place, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True)
        if done.returncode != 0:
            sys.exit(f"bench-peers: {done.stderr.strip()}")
        drivers.append(start("plat", [options.bench, "--answer", folder] + place, options, report, count))
        if drivers[0] is None:
            sys.exit("bench-peers: Plat itself does not answer")
        for name in chosen:
            own = os.path.join(scratch, name)
            os.mkdir(own)
            drivers.append(start(name, {**PEERS, **ORACLE}[name](folder, own), options, report, count))
        drivers = [driver for driver in drivers if driver]
        is_right, index = True, f"{indexes}/{count}-{options.seed}"
        if not smoke:
            for row in limits.physical(index, count):
                report.add(row)
        for work in options.works:
            is_right = turns(work, count, drivers, options, report) and is_right
        if options.http:
            for row in limits.http(index, count, options.rounds, 3):
                report.add(row)
        return is_right
    finally:
        for driver in drivers:
            if driver:
                driver.close()
        shutil.rmtree(scratch, ignore_errors=True)
        if smoke:
            shutil.rmtree(smoke, ignore_errors=True)


def start(name, command, options, report, count):
    """A driver that has loaded, or None where it cannot be had; the report holds which."""
    try:
        driver = Driver(name, command, options.patience)
    except Failure as failure:
        report.add({"kind": "missing", "peer": name, "listings": count, "reason": str(failure)})
        return None
    about = {key: driver.about[key] for key in ("version", "client", "settings", "loadSeconds", "bytes", "resident")}
    report.add({"kind": "load", "peer": driver.about["peer"], "listings": count, **about})
    return driver


def turns(work, count, drivers, options, report):
    """One work: first every peer answers, which warms it up and is checked, then they are timed in turns."""
    taking = [driver for driver in drivers if work in driver.about["works"]]
    while taking:
        if taking[0].name != "plat":
            sys.exit(f"bench-peers: Plat does not answer {work}")
        try:
            return timed(work, count, taking, options, report)
        except Failure as failure:
            # Only one that has ended cannot be asked again; the work is begun anew without it.
            ended = [driver for driver in taking if driver.process.poll() is not None] or [failure.driver]
            for driver in ended:
                report.add({"kind": "missing", "peer": driver.name, "listings": count, "reason": f"{work}: {failure}"})
                taking.remove(driver)
                drivers.remove(driver)
                driver.close()
    return True


def timed(work, count, taking, options, report):
    """One work among those that take part in it."""
    is_right, asked, least, medians, answers = True, {}, {}, {}, {}
    for driver in taking:
        # A few, to tell how many fit a turn; never more than there are.
        driver.ask("run", work, 3)
        probe = driver.ask("run", work, 3)["ns"]
        asked[driver] = max(LEAST.get(work, 3), int(options.budget * 1e9 / max(statistics.mean(probe), 1)))
        answers[driver] = driver.ask("check", work, asked[driver])
        asked[driver] = len(answers[driver]["hits"])
        least[driver], medians[driver] = [float("inf")] * asked[driver], []
    for number in range(options.rounds):
        # Each begins a round in its turn, so that nobody always follows the same one.
        for driver in taking[number % len(taking):] + taking[:number % len(taking)]:
            # Once to bring back to the caches what the others have driven out; both count for the least.
            for _ in range(2):
                times = driver.ask("run", work, asked[driver])["ns"]
                least[driver] = [min(pair) for pair in zip(least[driver], times)]
            medians[driver].append(round(statistics.median(times) / 1e3, 4))
    plat = taking[0]
    for driver in taking:
        times, same = sorted(least[driver]), asked[driver]
        differs = difference(answers[plat], answers[driver])
        note, tolerance = noted(driver.about["works"][work])
        row = {"kind": "time", "work": work, "listings": count, "peer": driver.about["peer"], "unit": "µs",
               "median": micro(statistics.median(times)), "mean": micro(statistics.mean(times)),
               "p99": micro(quantile(times, 99)), "max": micro(times[-1]), "queries": same,
               "toPlat": significant(statistics.median(times) / statistics.median(least[plat][:same])),
               "medians": medians[driver], "quantiles": [micro(quantile(times, mark)) for mark in MARKS],
               "hits": sum(answers[driver]["hits"]), "sum": sum(answers[driver]["sums"]), "differs": differs, "note": note}
        row["explained"] = not differs["queries"] or bool(note) and differs["hits"] <= tolerance * max(row["hits"], 50)
        is_right = is_right and row["explained"]
        report.add(row)
    return is_right


def noted(note):
    """A driver's words on what it does otherwise than Plat, and the share of hits that they explain.

    Mostly that is a matter of borders, a hit in fifty; an object with `text` and `tolerance` says another share.
    """
    return (note, 0.02) if isinstance(note, str) else (note["text"], note["tolerance"])


def difference(ours, theirs):
    """In how many queries the answers are not the same, and by how many hits."""
    pairs = list(zip(zip(ours["hits"], ours["sums"]), zip(theirs["hits"], theirs["sums"])))
    return {"queries": sum(a != b for a, b in pairs), "hits": sum(abs(a[0] - b[0]) for a, b in pairs)}


def quantile(times, mark):
    return times[min(int(mark * len(times) / 100), len(times) - 1)]


def micro(nanoseconds):
    return significant(nanoseconds / 1e3)


def significant(number):
    return float(f"{number:.4g}")


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB"


def commit():
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout.strip() or "unknown"


class Report:
    """Prints each row as it comes, and adds it to the file of results."""

    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8") if path else None

    def add(self, row):
        if self.file:
            self.file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self.file.flush()
        if row["kind"] == "run":
            print(f"{row['machine']}; {row['listings']:,} listings, seed {row['seed']}, {row['rounds']} rounds, load {row['load']:.1f}")
        elif row["kind"] == "missing":
            print(f"{row['peer']:16} is missing: {row['reason']}")
        elif row["kind"] == "load":
            print(f"{row['peer']:16} {row['version']}: loaded in {row['loadSeconds']:.2f} s, {row['bytes']:,} bytes")
        elif row["kind"] == "time":
            differs = row["differs"]
            same = "same answers" if not differs["queries"] else (
                f"{differs['queries']} of {row['queries']} differ, by {differs['hits']} hits"
                + (f": {row['note']}" if row["explained"] else ", UNEXPLAINED"))
            print(f"{row['work']:15} {row['peer']:16} {row['median']:>11,.2f} µs  p99 {row['p99']:>11,.2f}  "
                  f"{row['toPlat']:>9,.2f} x  {row['queries']:4} queries, {same}")
        elif row["kind"] == "limit":
            print(f"memory {row['memoryGBs']:.1f} GB/s, two threads {row['memoryTwoThreadsGBs']:.1f}; the index file from the page "
                  f"cache {row['fileReadMs']:.2f} ms, a byte of each page {row['fileTouchMs']:.2f} ms; a clock {row['clockNs']:.0f} ns")
        elif row["kind"] == "http":
            print(f"{row['work']:30} {row['rate']:>10,.0f} a second" + (
                f", {row['ofNginx']:.2f} of nginx, {row['ofHello']:.2f} of http-hello" if "ofNginx" in row else ""))
        sys.stdout.flush()

    def close(self):
        if self.file:
            self.file.close()


if __name__ == "__main__":
    main()
