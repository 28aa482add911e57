"""The number of queries a second from one client, and from two at once."""

import statistics

from drivers import Failure

WORKS = ("box-10000", "nearest-20", "page-box-10000", "scan", "tile-clusters")
# Target seconds of one measurement.
SPAN = 0.3


def throughput(count, drivers, rounds, works):
    """Rows of the peers that two clients can query at once.

    Plat's clients are threads; the peers' are processes that share memory or a server.
    """
    for work in WORKS:
        for driver in drivers:
            if (
                work not in works
                or not driver.about.get("clients")
                or work not in driver.about["works"]
            ):
                continue
            try:
                yield {
                    "kind": "clients",
                    "work": work,
                    "listings": count,
                    "peer": driver.about["peer"],
                    **measured(driver, work, rounds),
                }
            except Failure as failure:
                yield {
                    "kind": "missing",
                    "peer": driver.name,
                    "listings": count,
                    "reason": f"{work}, two clients: {failure}",
                }


def measured(driver, work, rounds):
    driver.ask("run", work, 3)
    each = statistics.mean(driver.ask("run", work, 3)["ns"]) / 1e9
    asked = max(2, int(SPAN / each))
    asked = len(driver.ask("run", work, asked)["ns"])
    times = max(1, int(SPAN / (each * asked)))
    rates = {1: [], 2: []}
    for _ in range(rounds):
        for clients in (1, 2):
            rates[clients].append(
                clients
                * asked
                * times
                / driver.ask("clients", work, asked, clients, times)["seconds"]
            )
    one, two = statistics.median(rates[1]), statistics.median(rates[2])
    return {
        "one": round(one, 1),
        "two": round(two, 1),
        "ratio": round(two / one, 3),
        "rates": [rates[1], rates[2]],
    }
