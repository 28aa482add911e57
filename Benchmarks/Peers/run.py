"""Plat and its peers, from the build of the index to HTTP.

scripts/bench starts it, and README.md describes it.
"""

import argparse
import datetime
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile

import limits
import memory
import writes
from clients import throughput
from drivers import BUILT, MEMORY, ORACLE, PEERS, ROOT, Driver, Failure
from openings import opening
from results import Results
from turns import turns
from works import TITLES

KEPT = os.path.join(ROOT, "Benchmarks", "results")


def main():
    options = arguments()
    facts = {
        "machine": machine(),
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "commit": commit(),
        "seed": options.seed,
        "rounds": options.rounds,
        "budget": options.budget,
        "command": options.command,
    }
    failed = []
    for count in options.counts:
        path = options.results or (
            os.path.join(KEPT, f"{count}.jsonl") if options.is_whole else None
        )
        results = Results(path)
        try:
            results.add(
                {
                    "kind": "run",
                    "listings": count,
                    "load": os.getloadavg()[0],
                    "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
                    **facts,
                }
            )
            if not measure(count, options, results):
                failed.append(count)
            results.keep()
        except BaseException:
            results.drop()
            raise
    if options.is_whole and not options.results:
        subprocess.run(
            [sys.executable, "-B", os.path.join(ROOT, "Benchmarks/Peers/report.py")], check=True
        )
        print("written: Benchmarks/results, Benchmarks/RESULTS.md, Benchmarks/plots")
    if failed:
        sys.exit("bench: answers differ where nothing explains it (see above)")


def arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description=(
            "Times Plat, and sets it beside its peers on the same listings and queries, in turns."
        ),
        epilog=(
            "A whole run writes Benchmarks/results/COUNT.jsonl, RESULTS.md and its plots; one of"
            " a part only prints, or writes --results."
        ),
    )
    parser.add_argument(
        "--count",
        default="42001,1000000",
        help="listings, one number or more with commas; 42001,1000000",
    )
    parser.add_argument(
        "--full", action="store_true", help="10,000,000 listings, 3 rounds unless said otherwise"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the listings and the queries; 1")
    parser.add_argument(
        "--rounds",
        type=int,
        help="how often each peer's turn comes, and Plat's own rows are timed; 5",
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=0.5,
        help="seconds that a turn may take: a slow peer answers fewer queries; 0.5",
    )
    parser.add_argument("--peers", help=f"which, with commas; all: {','.join(PEERS)}")
    parser.add_argument("--works", help=f"which, with commas; all: {','.join(TITLES)}")
    parser.add_argument("--parts", help=f"which, with commas; all: {','.join(PARTS)}")
    parser.add_argument(
        "--results", help="write the rows of one count to this file, one JSON object a line"
    )
    parser.add_argument(
        "--patience",
        type=float,
        default=3600,
        help="seconds to wait for a peer's answer or load; 3600",
    )
    parser.add_argument(
        "--smoke",
        action="store_true",
        help="2,000 listings beside a plain scan in Python, in seconds",
    )
    parser.add_argument(
        "--bench",
        default=os.path.join(ROOT, ".build/release/plat-bench"),
        help="another plat-bench",
    )
    options = parser.parse_args()
    options.command = " ".join(["scripts/bench"] + [shlex.quote(word) for word in sys.argv[1:]])
    options.is_whole = not (options.peers or options.works or options.parts or options.smoke)
    options.rounds = options.rounds or (3 if options.full else 5)
    if options.full:
        options.count = "10000000"
    if options.smoke:
        options.count, options.rounds, options.budget, options.parts = (
            "2000",
            2,
            0.2,
            "peers,openings,clients,memory,writes",
        )
    options.counts = [int(text) for text in options.count.split(",")]

    def chosen(text, all_names, what):
        names = text.split(",") if text else list(all_names)
        for name in names:
            if name not in all_names:
                parser.error(f"there is no {what} {name}; there are {', '.join(all_names)}")
        return names

    options.works = chosen(options.works, TITLES, "work")
    options.parts = chosen(options.parts, PARTS, "part")
    options.known = ORACLE if options.smoke else PEERS
    options.peers = chosen(options.peers, options.known, "peer")
    if options.results and len(options.counts) > 1:
        parser.error("--results takes the rows of one count, and there are several")
    if not os.access(options.bench, os.X_OK):
        sys.exit(f"bench: there is no {options.bench}: swift build -c release --product plat-bench")
    return options


PARTS = ("plat", "limits", "peers", "openings", "clients", "memory", "writes", "http")


def measure(count, options, results):
    """Runs all parts for one number of listings; true if all answers were right or explained."""
    smoke = tempfile.mkdtemp(prefix="plat-bench-") if options.smoke else None
    indexes = os.path.join(smoke, "index") if smoke else os.path.join(ROOT, "indexes/bench")
    folder = os.path.join(smoke or BUILT, "data", f"{count}-{options.seed}")
    index = f"{indexes}/{count}-{options.seed}"
    place = ["--count", str(count), "--seed", str(options.seed), "--dir", indexes]
    is_right = True
    try:
        if "plat" in options.parts:
            alone(place, options, results)
        run([options.bench, "--write-queries", folder] + place)
        if "limits" in options.parts:
            for row in limits.physical(index, count):
                results.add(row)
        if {"peers", "openings", "clients", "memory"} & set(options.parts):
            for number, names in enumerate(groups(options.peers, count)):
                is_right = (
                    beside(count, number, names, folder, place, options, results) and is_right
                )
        if "writes" in options.parts:
            names = writes.PLAIN if options.smoke else writes.NAMES
            for row in writes.durable(count, names, folder, place, options):
                results.add(row)
        if "http" in options.parts:
            for row in limits.http(index, count, min(options.rounds, 3), 2):
                results.add(row)
        return is_right
    finally:
        if smoke:
            shutil.rmtree(smoke, ignore_errors=True)


def run(command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"bench: {done.stderr.strip() or command[0] + ' failed'}")


def alone(place, options, results):
    """The rows of Plat alone, with a new build; plat-bench prints them itself."""
    with tempfile.TemporaryDirectory(prefix="plat-bench-") as scratch:
        path = os.path.join(scratch, "rows.jsonl")
        done = subprocess.run(
            [options.bench, "--rebuild", "--repeat", str(options.rounds), "--results", path]
            + place,
            cwd=ROOT,
            check=False,
        )
        if done.returncode != 0:
            sys.exit("bench: Plat's own rows cannot be measured")
        with open(path, encoding="utf-8") as file:
            for line in file:
                results.add(json.loads(line))


def groups(names, count):
    """The peers in groups that fit in memory together, by their measured memory per listing."""
    room = available() * 0.6
    found, taken = [[]], 0
    for name in names:
        need = MEMORY.get(name, 0) * count
        if found[-1] and taken + need > room:
            found.append([])
            taken = 0
        found[-1].append(name)
        taken += need
    return found


def available():
    with open("/proc/meminfo", encoding="utf-8") as file:
        return next(int(line.split()[1]) << 10 for line in file if line.startswith("MemAvailable"))


def beside(count, number, names, folder, place, options, results):
    """Plat and a group of peers: loads everything, then runs every part in turns.

    Returns whether all answers were right or explained.
    """
    scratch, drivers = tempfile.mkdtemp(prefix="plat-peers-"), []
    try:
        plat = start(
            "plat",
            [options.bench, "--answer", folder] + place,
            options,
            results if number == 0 else Results(None),
            count,
        )
        drivers.append(plat)
        if plat is None:
            sys.exit("bench: Plat itself does not answer")
        for name in names:
            own = os.path.join(scratch, name)
            os.mkdir(own)
            drivers.append(start(name, options.known[name](folder, own), options, results, count))
        drivers = [driver for driver in drivers if driver]
        is_right = True
        loaded = {driver: memory.held(driver.process.pid)["anonymous"] for driver in drivers}
        if "peers" in options.parts:
            for work in options.works:
                is_right = turns(work, count, number, drivers, options, results) and is_right
        # In later groups Plat is only the reference for comparison.
        others = [driver for driver in drivers if number == 0 or driver is not plat]
        if "clients" in options.parts:
            for row in throughput(count, others, options.rounds, options.works):
                results.add(row)
        if "memory" in options.parts:
            for driver in others:
                results.add(
                    {
                        "kind": "memory",
                        "peer": driver.about["peer"],
                        "listings": count,
                        "loaded": loaded[driver],
                        **memory.held(driver.process.pid),
                    }
                )
        if "openings" in options.parts:
            for row in opening(count, others, options.rounds):
                results.add(row)
        return is_right
    finally:
        for driver in drivers:
            if driver:
                driver.close()
        shutil.rmtree(scratch, ignore_errors=True)


def start(name, command, options, results, count):
    """A loaded driver, or None if it is unavailable; the results record which."""
    try:
        driver = Driver(name, command, options.patience)
    except Failure as failure:
        results.add({"kind": "missing", "peer": name, "listings": count, "reason": str(failure)})
        return None
    about = {
        key: driver.about[key]
        for key in ("version", "client", "settings", "loadSeconds", "bytes", "resident")
    }
    results.add({"kind": "load", "peer": driver.about["peer"], "listings": count, **about})
    return driver


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (
        f"{names[0] if names else platform.machine()}, {os.cpu_count()} processors, {memory:.0f}"
        " GiB"
    )


def commit():
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
