"""Sections of RESULTS.md beside the times of queries: openings, clients, memory, limits, HTTP."""

from works import TITLES


def counts(rows):
    return sorted({key[0] for key in rows})


def table(header, rows):
    text = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join(text + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def plain(value):
    """A number as stored, without an exponent."""
    return f"{value:g}" if value < 1e6 else f"{value:,.0f}"


def names(peers):
    return list(dict.fromkeys(key[2] for key in peers["time"]))


def by_peer(rows, text):
    """A line for each work and peer, a cell for each size; `text` makes a cell from a row."""
    sizes, lines = counts(rows), []
    for work in dict.fromkeys(key[1] for key in rows):
        for name in dict.fromkeys(key[2] for key in rows):
            found = [rows.get((size, work, name)) for size in sizes]
            if any(found):
                lines.append([TITLES[work], name] + [text(row) if row else "" for row in found])
    return table(["work", "peer"] + [f"{size:,}" for size in sizes], lines)


def openings(peers):
    """From files to the first answer."""
    if not peers["opening"]:
        return ""
    return (
        "\n## Opening, and the first answer\n\nMilliseconds from opening the files to the first"
        " answer, with their pages in the page cache, and cold: after the files' pages have left"
        " it. Median of the rounds. PostgreSQL's server starts in that time. Who is not here"
        " holds all in memory: opening is loading.\n\n"
        + by_peer(peers["opening"], lambda row: f"{row['warmMs']:,.2f}; cold {row['coldMs']:,.2f}")
    )


def clients(peers):
    """Rates of one client and of two."""
    if not peers["clients"]:
        return ""
    return (
        "\n## One client and two\n\nQueries a second of one client, and of two at once (and how"
        " many times as many): two threads of Plat on one open index, two processes that share"
        " the other libraries' memory, two connections to PostgreSQL, whose server runs in"
        " processes of its own beside them.\n\n"
        + by_peer(
            peers["clients"],
            lambda row: f"{row['one']:,.0f}; {row['two']:,.0f} ({row['ratio']:.2f})",
        )
    )


DURABLE = {"upsert": "one listing, one commit", "batch": "500 listings, one commit"}


def durable(peers):
    """Durable writes, and queries beside them."""
    if not peers["durable"]:
        return ""
    rows = peers["durable"]
    sizes, lines, beside = counts(rows), [], []
    for name in dict.fromkeys(key[2] for key in rows):
        for work, title in DURABLE.items():
            found = [rows.get((size, work, name)) for size in sizes]
            if any(found):
                lines.append(
                    [title, name]
                    + [
                        f"{row['median']:,.0f}; p99 {row['p99']:,.0f} ({row['toPlat']:.2f})"
                        if row
                        else ""
                        for row in found
                    ]
                )
        found = [rows.get((size, "queries", name)) for size in sizes]
        if any(found):
            beside.append(
                [name]
                + [
                    f"{row['medianWithout']:,.0f} to {row['median']:,.0f}; p99"
                    f" {row['p99Without']:,.0f} to {row['p99']:,.0f}; {row['written']:,}"
                    if row
                    else ""
                    for row in found
                ]
            )
    text = (
        "\n## Durable writes\n\nMicroseconds until a write is on disk and in the next answer, and"
        " how many times Plat's (in brackets); the median of the rounds' medians, in turns. Plat"
        " reads and checks each listing's JSON within that time; the others get columns that were"
        " read before.\n\n"
        + table(["work", "peer"] + [f"{size:,}" for size in sizes], sorted(lines, reverse=True))
    )
    if beside:
        text += (
            "\n\nBoxes of about a hundred, asked a hundred times a second by one client, without"
            " writes and while batches of 500 are written as fast as they go: median, p99, and"
            " listings written a second. Plat's own row is `32 clients while 10,000 listings a"
            " second are written`.\n\n" + table(["peer"] + [f"{size:,}" for size in sizes], beside)
        )
    return text


def memory(peers):
    sizes = counts(peers["load"])
    header = ["peer"]
    for size in sizes:
        header += [f"{size:,}: load s", "file MB", "peak", "own", "of files", "mapped"]
    rows = []
    for name in dict.fromkeys(key[2] for key in peers["load"]):
        line = [name]
        for size in sizes:
            row, held = (
                peers["load"].get((size, None, name)),
                peers["memory"].get((size, None, name), {}),
            )
            line += (
                [f"{row['loadSeconds']:.2f}", f"{row['bytes'] / 1e6:.1f}" if row["bytes"] else ""]
                if row
                else ["", ""]
            )
            line += [
                mib(held.get("peak")),
                f"{mib(held['loaded'])}; {mib(held['anonymous'])}" if held else "",
            ]
            line += [mib(held.get(key)) for key in ("file", "mapped")]
        rows.append(line)
    return (
        "\n## Loading, size and memory\n\nPlat opens what `plat build` has made (its time is"
        " above); the others load the listings from CSV, build their indexes, or both. File MB"
        " are those of its files or of its own count. Memory in MiB once all works are done, with"
        " the servers that were started: *peak* the most that was ever held, summed over its"
        " processes; *own* what is no file's, after loading and after all works (Plat keeps up to"
        " 128 MiB of what it has learned of filters); *of files* the pages of files that are"
        " mapped and touched, which the system takes back when it wants; *mapped* those files"
        " whole. Shared buffers of PostgreSQL stand in none of them but the peak. Drivers in"
        " Python have 30 to 100 MiB of Python.\n\n" + table(header, rows)
    )


def mib(count):
    return "" if count is None else f"{count / 1048576:,.0f}"


def how(peers):
    latest = {}
    for key in sorted(peers["load"]):
        latest[key[2]] = peers["load"][key]
    return "\n## The peers and their settings\n\n" + table(
        ["peer", "version", "client", "settings"],
        [[name, row["version"], row["client"], row["settings"]] for name, row in latest.items()],
    )


# MARK: Limits


def limits(own, peers):
    """The machine's limits, and Plat's distance from them."""
    if not peers["limit"]:
        return ""
    rows, sizes = [], counts(peers["limit"])

    def line(name, value):
        cells = []
        for size in sizes:
            try:
                cells.append(value(peers["limit"][size, None, None], size))
            except KeyError:
                cells.append("")
        rows.append([name] + cells)

    def opened(size):
        return own["open, first answer", size]["total"]

    def scan(size):
        return own["five filters over everything, count", size]

    line("memory, one thread, GB/s", lambda row, size: f"{row['memoryGBs']:.1f}")
    line("memory, two threads, GB/s", lambda row, size: f"{row['memoryTwoThreadsGBs']:.1f}")
    line(
        "five filters over everything, GB/s",
        lambda row, size: f"{scan(size)['MB'] * 1e3 / scan(size)['median']:.1f}",
    )
    line(
        "five filters: times a plain read of the same bytes",
        lambda row, size: f"{scan(size)['ratio']:.2f}",
    )
    line("index file read from the page cache, ms", lambda row, size: f"{row['fileReadMs']:.2f}")
    line("index file read from the disk, ms", lambda row, size: f"{row['fileColdMs']:.2f}")
    line("a byte of each page, mapped, ms", lambda row, size: f"{row['fileTouchMs']:.2f}")
    line("open and first answer, ms", lambda row, size: f"{opened(size):.2f}")
    line(
        "open and first answer: share of the read from the page cache",
        lambda row, size: f"{opened(size) / row['fileReadMs']:.3f}",
    )
    line(
        "a reading of the clock, ns (one is in each measured time)",
        lambda row, size: f"{row['clockNs']:.0f}",
    )
    return "\n## How near the machine's limits\n\n" + table(
        ["limit"] + [f"{size:,}" for size in sizes], rows
    )


def http(peers):
    if not peers["http"]:
        return ""
    rows = [
        [
            row["work"],
            f"{row['listings']:,}",
            f"{row['rate']:,.0f}",
            f"{row['ofNginx']:.2f}" if "ofNginx" in row else "",
            f"{row['ofHello']:.2f}" if "ofHello" in row else "",
            f"{row.get('p50ms', '')}",
            f"{row.get('p99ms', '')}",
        ]
        for row in sorted(peers["http"].values(), key=lambda row: row["listings"])
    ]
    return (
        "\n## HTTP\n\n`scripts/check-serve`, in turns with nginx, which has the same bytes in a"
        " file; wrk with 64 connections on the same processors. `http-hello` is the limit: 2 KB"
        " from memory over the loopback without a thought. *1%-cold* means that one request in a"
        " hundred has a filter that none had before.\n\n"
        + table(
            ["requests", "listings", "a second", "of nginx", "of http-hello", "p50 ms", "p99 ms"],
            rows,
        )
    )


def missing(peers):
    if not peers["missing"]:
        return ""
    return "\n## Missing\n\n" + "\n".join(
        f"- {row['peer']}, {row['listings']:,} listings: {row['reason']}"
        for row in peers["missing"].values()
    )
