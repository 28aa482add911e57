"""The rows of a run: printed as they come, and kept in a file, one JSON object a line."""

import json
import os
import sys


class Results:
    """The rows of one number of listings.

    The file is written under a temporary name; `keep` renames it, so a failed run changes nothing.
    """

    def __init__(self, path):
        self.path = path
        self.file = open(path + ".part", "w", encoding="utf-8") if path else None

    def add(self, row):
        if self.file:
            self.file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self.file.flush()
        print(line(row), flush=True)

    def keep(self):
        if self.file:
            self.file.close()
            os.replace(self.path + ".part", self.path)

    def drop(self):
        """Leaves the rows of a failed run in the temporary file, next to the old results."""
        if self.file and not self.file.closed:
            self.file.close()
            print(
                f"bench: the rows of the run that failed are in {self.path}.part", file=sys.stderr
            )


def line(row):
    """A row for the terminal."""
    return LINES[row.get("kind", "plat")](row)


def _time(row):
    differs = row["differs"]
    same = (
        "same answers"
        if not differs["queries"]
        else (
            f"{differs['queries']} of {row['queries']} differ, by {differs['hits']} hits"
            + (f": {row['note']}" if row["explained"] else ", UNEXPLAINED")
        )
    )
    return (
        f"{row['work']:15} {row['peer']:16} {row['median']:>11,.2f} µs  p99 {row['p99']:>11,.2f}  "
        f"{row['toPlat']:>9,.2f} x  {row['queries']:4} queries, {same}"
    )


def _http(row):
    return f"{row['work']:30} {row['rate']:>10,.0f} a second" + (
        f", {row['ofNginx']:.2f} of nginx, {row['ofHello']:.2f} of http-hello"
        if "ofNginx" in row
        else ""
    )


def mib(count):
    return f"{count / 1048576:,.0f} MiB"


def _durable(row):
    text = f"{row['work']:15} {row['peer']:16} {row['median']:>11,.1f} µs  p99 {row['p99']:>11,.1f}"
    if row["work"] == "queries":
        return text + (
            f"  while {row['written']:,} listings a second are written; without"
            f" {row['medianWithout']:,.1f}, p99 {row['p99Without']:,.1f}"
        )
    return text + f"  {row['toPlat']:>9,.2f} x, durable"


LINES = {
    "run": lambda row: (
        f"{row['machine']}; {row['listings']:,} listings, seed {row['seed']}, {row['rounds']}"
        f" rounds, load {row['load']:.1f}"
    ),
    "plat": lambda row: f"{row['work']}: {row.get('median', row.get('total'))} {row['unit']}",
    "missing": lambda row: f"{row['peer']:16} is missing: {row['reason']}",
    "load": lambda row: (
        f"{row['peer']:16} {row['version']}: loaded in {row['loadSeconds']:.2f} s,"
        f" {row['bytes']:,} bytes"
    ),
    "time": _time,
    "limit": lambda row: (
        f"memory {row['memoryGBs']:.1f} GB/s, two threads {row['memoryTwoThreadsGBs']:.1f}; the"
        f" index file from the page cache {row['fileReadMs']:.2f} ms, from the disk"
        f" {row['fileColdMs']:.2f} ms, a byte of each page {row['fileTouchMs']:.2f} ms; a clock"
        f" {row['clockNs']:.0f} ns"
    ),
    "opening": lambda row: (
        f"{row['work']:15} {row['peer']:16} open and first answer: {row['warmMs']:,.2f} ms, cold"
        f" {row['coldMs']:,.2f} ms"
    ),
    "clients": lambda row: (
        f"{row['work']:15} {row['peer']:16} {row['one']:>12,.0f} a second, two at once"
        f" {row['two']:>12,.0f}: {row['ratio']:.2f} times"
    ),
    "memory": lambda row: (
        f"{row['peer']:16} peak {mib(row['peak'])}, own {mib(row['anonymous'])} (after loading"
        f" {mib(row['loaded'])}), of files {mib(row['file'])}, shared {mib(row['shared'])},"
        f" mapped {mib(row['mapped'])}"
    ),
    "durable": _durable,
    "http": _http,
}
