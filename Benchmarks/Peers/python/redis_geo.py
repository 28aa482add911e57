"""Redis: a sorted set of geohashes in its own server, reached by a socket in a private folder."""

import os
import shutil
import socket
import subprocess
import tempfile
import time

import hiredis
import peer

SETTINGS = (
    "redis-server --port 0 --unixsocket --save '' --appendonly no; GEOADD, GEOSEARCH, replies"
    " read by hiredis"
)
NOTE = "a sphere of 6,372,797.56 m, positions rounded to 52 bits (0.6 m)"


class Server:
    """A server of its own; `stop` ends it and removes its files."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="plat-redis-")
        path = os.path.join(self.folder, "socket")
        self.process = subprocess.Popen(
            [
                "redis-server",
                "--port",
                "0",
                "--unixsocket",
                path,
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                self.folder,
            ],
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        self.socket = socket.socket(socket.AF_UNIX)
        self.reader = hiredis.Reader()
        for _ in range(100):
            try:
                self.socket.connect(path)
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError("redis-server does not answer")

    def ask(self, command):
        """Sends a packed command and waits for its reply."""
        self.socket.sendall(command)
        while (reply := self.reader.gets()) is False:
            self.reader.feed(self.socket.recv(1 << 18))
        if isinstance(reply, Exception):
            raise reply
        return reply

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


def pack(*words):
    return hiredis.pack_command(tuple(str(word) for word in words))


def load(folder, scratch):
    server = Server()
    try:
        ordinals, longitudes, latitudes = (column.tolist() for column in peer.coordinates(folder))
        for start in range(0, len(ordinals), 2_000):
            words = ["GEOADD", "listing"]
            for place in range(start, min(start + 2_000, len(ordinals))):
                words += [longitudes[place] / 1e7, latitudes[place] / 1e7, ordinals[place]]
            server.ask(pack(*words))
        size = dict(
            line.split(":", 1)
            for line in server.ask(pack("INFO", "memory")).decode().splitlines()
            if ":" in line
        )
        server.positions = {o: x + y for o, x, y in zip(ordinals, longitudes, latitudes)}
    except BaseException:
        server.stop()
        raise
    return server, int(size["used_memory"])


def works(server):
    made = {}

    def command(query, meters, *rest):
        key = (query, meters)
        if key not in made:
            made[key] = pack(
                "GEOSEARCH",
                "listing",
                "FROMLONLAT",
                query.longitude / 1e7,
                query.latitude / 1e7,
                "BYRADIUS",
                meters,
                "m",
                *rest,
            )
        return made[key]

    def radius(query):
        return server.ask(command(query, query.meters))

    def nearest(query):
        # A search needs a radius: it grows until there are enough hits.
        meters = 400
        while True:
            found = server.ask(command(query, meters, "ASC", "COUNT", query.count))
            if len(found) >= query.count or meters > 1e7:
                return found
            meters *= 2

    def ordinals(found, query):
        return len(found), sum(map(int, found))

    def places(found, query):
        return len(found), sum(server.positions[int(ordinal)] for ordinal in found)

    return {"radius-mile": (NOTE, radius, ordinals), "nearest-20": (NOTE, nearest, places)}


def version(server):
    info = server.ask(pack("INFO", "server")).decode()
    return next(
        line.split(":")[1] for line in info.splitlines() if line.startswith("redis_version")
    )


if __name__ == "__main__":
    peer.serve("Redis GEO", version, "unix socket, hiredis", SETTINGS, load, works, Server.stop)
