"""One work in turns: every peer answers it, the answers are compared, then all are timed."""

import statistics
import sys

from drivers import Failure
from works import LEAST

# A peer whose query takes more than this many turns answers three of them, once.
SLOW = 4
MARKS = (0, 1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99, 100)


def turns(work, count, group, drivers, options, results):
    """One work: first every peer answers, to warm up and to be checked; then all are timed."""
    taking = [driver for driver in drivers if work in driver.about["works"]]
    if group > 0 and len(taking) == 1:
        return True
    while taking:
        if taking[0].name != "plat":
            sys.exit(f"bench: Plat does not answer {work}")
        try:
            return timed(work, count, group, taking, options, results)
        except Failure as failure:
            # A peer that has ended cannot answer; the work starts again without it.
            ended = [driver for driver in taking if driver.process.poll() is not None] or [
                failure.driver
            ]
            for driver in ended:
                results.add(
                    {
                        "kind": "missing",
                        "peer": driver.name,
                        "listings": count,
                        "reason": f"{work}: {failure}",
                    }
                )
                taking.remove(driver)
                drivers.remove(driver)
                driver.close()
    return True


def timed(work, count, group, taking, options, results):
    """Runs one work on the drivers that support it."""
    is_right, asked, least, medians, answers, first, every, repeated = (
        True,
        {},
        {},
        {},
        {},
        {},
        {},
        {},
    )
    for driver in taking:
        # A few queries, to estimate how many fit a turn; never more than there are.
        probe, slow = driver.ask("run", work, 1)["ns"], SLOW * options.budget * 1e9
        if probe[0] <= slow:
            driver.ask("run", work, 3)
            probe = driver.ask("run", work, 3)["ns"]
        each = max(statistics.mean(probe), 1)
        asked[driver] = (
            max(LEAST.get(work, 3), int(options.budget * 1e9 / each)) if each <= slow else 3
        )
        repeated[driver] = each <= slow
        answers[driver] = driver.ask("check", work, asked[driver])
        asked[driver] = len(answers[driver]["hits"])
        least[driver], medians[driver], first[driver], every[driver] = (
            [float("inf")] * asked[driver],
            [],
            [],
            [],
        )
    for number in range(options.rounds):
        # Each peer starts a round in turn, so that none always follows the same one.
        for driver in taking[number % len(taking) :] + taking[: number % len(taking)]:
            if number > 0 and not repeated[driver]:
                continue
            # Once to refill the caches that the others have evicted; both runs count for the
            # minimum.
            for again in range(2 if repeated[driver] else 1):
                times = driver.ask("run", work, asked[driver])["ns"]
                least[driver] = [min(pair) for pair in zip(least[driver], times)]
                (every if again else first)[driver] += times
            medians[driver].append(round(statistics.median(times) / 1e3, 4))
    plat = taking[0]
    for driver in taking:
        times, same = sorted(least[driver]), asked[driver]
        differs = difference(answers[plat], answers[driver])
        note, tolerance = noted(driver.about["works"][work])
        row = {
            "kind": "time",
            "work": work,
            "listings": count,
            "peer": driver.about["peer"],
            "group": group,
            "unit": "µs",
            "median": micro(statistics.median(times)),
            "mean": micro(statistics.mean(times)),
            "p99": micro(quantile(times, 99)),
            "max": micro(times[-1]),
            "queries": same,
            "first": micro(statistics.median(first[driver])),
            "p99All": micro(quantile(sorted(first[driver] + every[driver]), 99)),
            "toPlat": significant(statistics.median(times) / statistics.median(least[plat][:same])),
            "medians": medians[driver],
            "quantiles": [micro(quantile(times, mark)) for mark in MARKS],
            "hits": sum(answers[driver]["hits"]),
            "sum": sum(answers[driver]["sums"]),
            "differs": differs,
            "note": note,
        }
        row["explained"] = (
            not differs["queries"]
            or bool(note)
            and differs["hits"] <= tolerance * max(row["hits"], 50)
        )
        is_right = is_right and row["explained"]
        # In later groups Plat is only the reference for comparison.
        if group == 0 or driver is not plat:
            results.add(row)
    return is_right


def noted(note):
    """A driver's note on its difference from Plat, and the share of hits that it explains.

    Usually that is a matter of borders, a hit in fifty; an object with `text` and `tolerance` sets
    another share.
    """
    return (note, 0.02) if isinstance(note, str) else (note["text"], note["tolerance"])


def difference(ours, theirs):
    """The number of queries with different answers, and the difference in hits."""
    pairs = list(zip(zip(ours["hits"], ours["sums"]), zip(theirs["hits"], theirs["sums"])))
    return {
        "queries": sum(a != b for a, b in pairs),
        "hits": sum(abs(a[0] - b[0]) for a, b in pairs),
    }


def quantile(times, mark):
    return times[min(int(mark * len(times) / 100), len(times) - 1)]


def micro(nanoseconds):
    return significant(nanoseconds / 1e3)


def significant(number):
    return float(f"{number:.4g}")
