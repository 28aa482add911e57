"""The peers, the commands that start them, and the protocol with a running one."""

import json
import os
import select
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILT = os.path.join(ROOT, ".build", "peers")
PYTHON = os.path.join(BUILT, "venv", "bin", "python")


def _native(name):
    return lambda folder, scratch: [os.path.join(BUILT, "bin", name), folder, scratch]


def _python(name, python=PYTHON):
    return lambda folder, scratch: [
        python,
        "-B",
        os.path.join(HERE, "python", name + ".py"),
        folder,
        scratch,
    ]


# The command that starts a peer, by its name for --peers.
PEERS = {
    "boost": _native("boost"),
    "geos": _native("geos"),
    "nanoflann": _native("nanoflann"),
    "geoindex": _python("geoindex"),
    "scipy": _python("scipy_kdtree"),
    "scipy-batch": lambda folder, scratch: _python("scipy_kdtree")(folder, scratch) + ["batch"],
    # Ten million features exceed node's default heap.
    "supercluster": lambda folder, scratch: [
        "node",
        "--max-old-space-size=16384",
        os.path.join(HERE, "node", "supercluster.mjs"),
        folder,
    ],
    "pysupercluster": _python("supercluster"),
    "sqlite": _native("sqlite"),
    "postgis": _python("postgis"),
    "duckdb": _python("duckdb_table"),
    "polars": _python("polars_frame"),
    "redis": _python("redis_geo"),
}
# Maximum bytes of memory for a listing while loading, at a million listings, rounded up.
MEMORY = {
    "boost": 250,
    "geos": 300,
    "nanoflann": 100,
    "geoindex": 350,
    "scipy": 350,
    "scipy-batch": 350,
    "supercluster": 900,
    "pysupercluster": 450,
    "sqlite": 300,
    "postgis": 450,
    "duckdb": 500,
    "polars": 300,
    "redis": 700,
}
# Scans all listings, and needs only Python: for the smoke run.
ORACLE = {"plain": _python("plain", "python3")}


class Failure(Exception):
    """The reason why a driver stopped, and the driver."""

    def __init__(self, driver, reason):
        super().__init__(reason)
        self.driver = driver


class Driver:
    """A peer's process, from the start of its load to its end."""

    def __init__(self, name, command, patience):
        self.name, self.patience = name, patience
        self.errors = tempfile.TemporaryFile(mode="w+")
        try:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, cwd=ROOT
            )
        except OSError as error:
            raise Failure(self, f"{command[0]}: {error.strerror}") from None
        self.rest = b""
        try:
            self.about = self.read()
        except Failure:
            self.close()
            raise

    def ask(self, *words):
        try:
            self.process.stdin.write((" ".join(map(str, words)) + "\n").encode())
            self.process.stdin.flush()
        except OSError:
            pass  # Its end is noticed by the wait for its answer.
        return self.read()

    def read(self):
        output = self.process.stdout.fileno()
        while b"\n" not in self.rest:
            if not select.select([output], [], [], self.patience)[0]:
                raise Failure(self, f"no answer within {self.patience} s")
            block = os.read(output, 1 << 20)
            if not block:
                raise Failure(self, self.last_words())
            self.rest += block
        line, _, self.rest = self.rest.partition(b"\n")
        try:
            return json.loads(line)
        except ValueError:
            raise Failure(self, f"it said {line[:80]!r}, expected JSON") from None

    def last_words(self):
        self.errors.seek(0)
        lines = [line.strip() for line in self.errors.read().splitlines() if line.strip()]
        # node's last line is its version.
        telling = [line for line in lines if "Error" in line] or lines
        return (telling or ["it ended without a word"])[-1][:200]

    def close(self):
        """Asks it to quit, and kills it if it does not; only its own process."""
        if self.process.poll() is None:
            try:
                self.process.stdin.write(b"quit\n")
                self.process.stdin.close()
            except OSError:
                pass
            try:
                self.process.wait(90)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.errors.close()
