"""Durable writes: Plat and its peers in turns, single listings and batches of 500."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

from drivers import HERE, PYTHON, ROOT, Driver, Failure

NAMES = ("sqlite", "postgis", "redis", "duckdb")
# What only needs Python's own modules: for the smoke run.
PLAIN = ("sqlite",)
# How many single listings and how many batches a turn writes.
SINGLE, BATCHES = 100, 4
# Seconds of queries without writes and beside them.
SPAN = 2
OWN = {"durable upsert": "upsert", "durable batch of 500": "batch"}


def durable(count, names, folder, place, options):
    """Rows of kind `durable`, and of kind `missing`."""
    scratch, drivers = tempfile.mkdtemp(prefix="plat-durable-"), {}
    try:
        documents = os.path.join(scratch, "documents.ndjson")
        subprocess.run(
            [options.bench, "--write-documents", documents, "--seed", str(options.seed + 7)],
            check=True,
            cwd=ROOT,
        )
        python = sys.executable if options.smoke else PYTHON
        for name in names:
            own = os.path.join(scratch, name)
            os.mkdir(own)
            script = os.path.join(HERE, "python", "durable.py")
            command = [python, "-B", script, name, folder, own, documents]
            try:
                drivers[name] = Driver(name, command, options.patience)
            except Failure as failure:
                yield {
                    "kind": "missing",
                    "peer": name,
                    "listings": count,
                    "reason": f"durable writes: {failure}",
                }
        spent = {}
        for _ in range(options.rounds):
            for work, values in plat(place, options, scratch).items():
                spent.setdefault(("Plat", work), []).append(values)
            for driver in drivers.values():
                for work, asked in (("upsert", SINGLE), ("batch", BATCHES)):
                    times = sorted(driver.ask(work, asked)["ns"])
                    spent.setdefault((driver.about["peer"], work), []).append(
                        (times[len(times) // 2] / 1e3, times[-1 - len(times) // 100] / 1e3)
                    )
        for (peer, work), rounds in spent.items():
            own = statistics.median(median for median, _ in spent["Plat", work])
            median = statistics.median(median for median, _ in rounds)
            yield {
                "kind": "durable",
                "work": work,
                "listings": count,
                "peer": peer,
                "median": round(median, 1),
                "p99": round(statistics.median(p99 for _, p99 in rounds), 1),
                "toPlat": round(median / own, 3),
                "rounds": [round(median, 1) for median, _ in rounds],
            }
        for driver in drivers.values():
            yield beside(count, driver)
    finally:
        for driver in drivers.values():
            driver.close()
        shutil.rmtree(scratch, ignore_errors=True)


def plat(place, options, scratch):
    """Median and p99 in microseconds of Plat's own rows."""
    path = os.path.join(scratch, "plat.jsonl")
    subprocess.run(
        [options.bench, "--only", "durable", "--results", path] + place,
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    with open(path, encoding="utf-8") as file:
        rows = {row["work"]: row for row in map(json.loads, file)}
    return {work: (rows[name]["median"], rows[name]["p99"]) for name, work in OWN.items()}


def beside(count, driver):
    """Queries of one client, without writes and while batches of 500 are written."""
    still = sorted(driver.ask("queries", SPAN)["ns"])
    answer = driver.ask("beside", SPAN)
    busy = sorted(answer["ns"])

    def p99(times):
        return times[-1 - len(times) // 100] / 1e3

    return {
        "kind": "durable",
        "work": "queries",
        "listings": count,
        "peer": driver.about["peer"],
        "median": round(busy[len(busy) // 2] / 1e3, 1),
        "p99": round(p99(busy), 1),
        "medianWithout": round(still[len(still) // 2] / 1e3, 1),
        "p99Without": round(p99(still), 1),
        "written": round(answer["written"]),
    }
