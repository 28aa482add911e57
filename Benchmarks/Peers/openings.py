"""The time from opening an index in files to the first answer.

With its pages in the page cache, and without.
"""

import statistics

from drivers import Failure

WORKS = ("box-100", "page-box-10000")


def opening(count, drivers, rounds):
    """Rows of the peers with index files, warm and cold in turn."""
    for work in WORKS:
        taking = [
            driver
            for driver in drivers
            if driver.about.get("files") and work in driver.about["works"]
        ]
        times = {driver: {"warm": [], "cold": []} for driver in taking}
        for _ in range(rounds):
            for driver in list(times):
                try:
                    for how in ("cold", "warm"):
                        times[driver][how].append(driver.ask("open", work, how)["ns"] / 1e6)
                except Failure as failure:
                    del times[driver]
                    yield {
                        "kind": "missing",
                        "peer": driver.name,
                        "listings": count,
                        "reason": f"opening: {failure}",
                    }
        for driver, found in times.items():
            yield {
                "kind": "opening",
                "work": work,
                "listings": count,
                "peer": driver.about["peer"],
                "warmMs": round(statistics.median(found["warm"]), 3),
                "coldMs": round(statistics.median(found["cold"]), 3),
                "warm": found["warm"],
                "cold": found["cold"],
            }
