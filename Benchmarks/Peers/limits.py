"""The machine's limits, measured in the same run.

Memory, page cache, and an empty answer over the loopback interface.
"""

import glob
import json
import os
import re
import shutil
import socket
import subprocess
import time

from drivers import BUILT, ROOT

RELEASE = os.path.join(ROOT, ".build", "release")


def physical(index, count):
    """Memory and page cache, as rows of the report."""
    program = os.path.join(BUILT, "bin", "limits")
    files = sorted(
        glob.glob(os.path.join(index, "*.plat*")) or glob.glob(os.path.join(index, "*")),
        key=os.path.getsize,
    )
    files = [
        path
        for path in files
        if not path.endswith((".sqlite", ".ndjson")) and "sqlite-" not in path
    ]
    if not os.path.exists(program) or not files:
        return [
            {
                "kind": "missing",
                "peer": "limits",
                "listings": count,
                "reason": f"{program} is not compiled",
            }
        ]
    found = json.loads(
        subprocess.run([program, files[-1]], check=True, stdout=subprocess.PIPE, text=True).stdout
    )
    found.pop("sink")
    return [{"kind": "limit", "listings": count, **found}]


def http(index, count, rounds, seconds):
    """Plat's server compared with nginx (scripts/check-serve), as rows of the report.

    The limit is an answer from memory without any work.
    """
    tools = [name for name in ("wrk", "nginx", "curl") if not shutil.which(name)]
    programs = [
        name for name in ("plat", "http-hello") if not os.path.exists(os.path.join(RELEASE, name))
    ]
    if tools or programs:
        return [
            {
                "kind": "missing",
                "peer": "HTTP",
                "listings": count,
                "reason": (
                    f"{(tools + programs)[0]} is missing"
                    f" ({'apt-get install' if tools else 'make build'})"
                ),
            }
        ]
    rows = [
        {
            "kind": "http",
            "work": "http-hello, 2 KB from memory",
            "listings": count,
            **hello(seconds),
        }
    ]
    done = subprocess.run(
        [os.path.join(ROOT, "scripts/check-serve"), index, str(rounds), str(seconds)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    for line in done.stdout.splitlines():
        words = line.split()
        if len(words) == 5 and re.fullmatch(r"[a-z0-9%-]+", words[0]) and words[1].isdigit():
            rate, share, half, slow = map(float, words[1:])
            rows.append(
                {
                    "kind": "http",
                    "work": words[0],
                    "listings": count,
                    "rate": rate,
                    "ofNginx": share,
                    "p50ms": half,
                    "p99ms": slow,
                    "ofHello": round(rate / rows[0]["rate"], 3),
                }
            )
    if done.returncode != 0:
        reason = done.stderr.strip()[-200:] or f"check-serve ended with {done.returncode}"
        rows.append({"kind": "missing", "peer": "HTTP", "listings": count, "reason": reason})
    return rows


def hello(seconds):
    """http-hello under wrk with two threads and 64 connections; it ends with its standard input."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [os.path.join(RELEASE, "http-hello"), str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        text = subprocess.run(
            ["wrk", "-t2", "-c64", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}/"],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
        units = {"us": 1e-3, "ms": 1, "s": 1e3}
        half, slow = (re.search(mark + r"%\s+([0-9.]+)(us|ms|s)", text) for mark in ("50", "99"))
        return {
            "rate": float(re.search(r"Requests/sec:\s+([0-9.]+)", text)[1]),
            "p50ms": float(half[1]) * units[half[2]],
            "p99ms": float(slow[1]) * units[slow[2]],
        }
    finally:
        server.stdin.close()
        server.wait(10)
