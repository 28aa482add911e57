"""What the tests of the map page share: an index of made-up listings, servers of it, a browser, and
a page that is opened for each test."""

import atexit
import functools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLAT = os.environ["PLAT"]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PICTURES = os.environ.get("PAGE_PICTURES")
# WebGL without a graphics card.
ARGUMENTS = [
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--no-sandbox",
]
PAGES = ["--page", str(ROOT / "page"), "--page", str(ROOT / ".build/page")]
VALLEY = "#map=11/33.78/-116.45&market=sale"
TOWER = "#map=17/33.5/-115.5&market=sale"
STACK = (33.51, -115.52)


def plat(*arguments):
    subprocess.run(
        [PLAT, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def special_homes():
    """Homes at one address, which no zoom takes apart, and homes that lie on one another but for a
    millionth."""
    common = {
        "standardStatus": "Active",
        "propertyType": "A",
        "propertySubType": "Condo",
        "beds": 2,
        "baths": 2,
        "sqft": 1_000,
        "city": "Desert Center",
    }
    for number in range(7):
        yield {
            **common,
            "listingKey": f"TOWER{number}",
            "latitude": 33.5,
            "longitude": -115.5,
            "listPrice": 500_000 + 1_000 * number,
            "streetNumber": "1",
            "streetName": "Tower",
            "unitNumber": str(number + 4),
        }
    for number in range(12):
        latitude, longitude = STACK
        yield {
            **common,
            "listingKey": f"STACK{number}",
            "latitude": latitude + number * 1e-7,
            "longitude": longitude - number * 1e-7,
            "listPrice": 300_000 + 1_000 * number,
            "streetNumber": "2",
            "streetName": "Stack",
        }


@functools.cache
def folder():
    """A folder of this run."""
    made = tempfile.TemporaryDirectory()
    atexit.register(made.cleanup)
    return made.name


@functools.cache
def index():
    """42,001 made-up listings and a few special ones; PAGE_INDEX names an index that is already
    there."""
    if given := os.environ.get("PAGE_INDEX"):
        return given
    feed, made = f"{folder()}/feed.ndjson", f"{folder()}/index"
    plat("sample", "--count", "42001", "--seed", "1", "--out", feed)
    with open(feed, "a", encoding="utf-8") as file:
        file.writelines(json.dumps(home) + "\n" for home in special_homes())
    plat("build", feed, "--out", made)
    return made


class Server:
    """A `plat serve` of an index with the page, on a free port of this machine."""

    def __init__(self, of, port=0):
        self.process = subprocess.Popen(
            [PLAT, "serve", of, "--port", str(port), *PAGES],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if not found:
            sys.exit(f"test-page: the server did not start: {line!r}")
        self.origin = found[0]

    def get(self, path):
        with urllib.request.urlopen(self.origin + path) as answer:
            return json.load(answer)

    def count(self, **filters):
        query = urllib.parse.urlencode({**filters, "limit": 0})
        return self.get("/api/mls-listings?" + query)["total"]

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class PageCase(unittest.TestCase):
    """Each test opens the page by itself; none may leave an error behind, or ask another host for
    anything."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(index())
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.server.stop()

    def open(self, address="", width=1440, height=900, origin=None, waits=True, **options):
        self.origin = origin or self.server.origin
        # Without motion the map is where it goes to at once.
        self.context = self.browser.new_context(
            viewport={"width": width, "height": height}, **{"reduced_motion": "reduce", **options}
        )
        self.addCleanup(self.context.close)
        page = self.page = self.context.new_page()
        self.errors, self.requests = [], []
        page.on("console", self.take)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(self.origin + "/" + address)
        if waits:
            self.wait(
                "document.querySelector('.home, .nothing') && window.plat?.homes.map.loaded()"
            )
            self.settle()
        return page

    def phone(self, address="", **options):
        return self.open(
            address,
            width=390,
            height=844,
            has_touch=True,
            is_mobile=True,
            device_scale_factor=2,
            **options,
        )

    def wait(self, expression, arg=None, seconds=60):
        """Waits until an expression is true. Playwright's own wait evaluates text in the page,
        which its policy refuses."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression, arg):
            self.assertLess(time.monotonic(), end, f"never true: {expression}")
            self.page.wait_for_timeout(30)

    def wait_until(self, holds):
        """Waits until something holds that is known outside the page."""
        for _ in range(600):
            if holds():
                return
            self.page.wait_for_timeout(100)
        self.fail("never so")

    def settle(self):
        """Waits until the list is answered and the map has drawn all its tiles."""
        self.page.wait_for_timeout(150)
        self.wait(
            "!plat.isPending() && !document.querySelector('#results.busy') "
            "&& !plat.homes.isLoading "
            "&& plat.homes.map.areTilesLoaded() && !plat.homes.map.isMoving()"
        )
        self.page.evaluate(
            "new Promise(done => { plat.homes.map.once('idle', () => done()); "
            "plat.homes.map.triggerRepaint(); })"
        )
        self.page.wait_for_timeout(120)

    def forgive(self, *patterns):
        """Takes errors that the browser itself tells of out of those that a test must not leave."""
        self.page.wait_for_timeout(200)
        self.errors[:] = [
            error for error in self.errors if not any(re.search(part, error) for part in patterns)
        ]

    def take(self, message):
        """Keeps what the console shows, but for a hint that only says how busy the machine is."""
        late = "was preloaded using link preload but not used within a few seconds"
        if message.type in ("error", "warning") and late not in message.text:
            self.errors.append(message.text)

    def tearDown(self):
        if not getattr(self, "page", None):
            return
        if PICTURES:
            self.page.screenshot(path=f"{PICTURES}/{self.id().rsplit('.', 1)[-1]}.png")
        for url in self.requests:
            self.assertTrue(
                url.startswith((self.origin + "/", "blob:" + self.origin, "data:")),
                f"a request to {url}",
            )
        self.assertEqual(self.errors, [])

    def hash(self):
        """The state in the page's address."""
        return dict(urllib.parse.parse_qsl(self.page.evaluate("location.hash").removeprefix("#")))

    def wait_hash(self, has=(), lacks=()):
        """Waits until the page's address names some values, and lacks others."""
        self.wait(
            """([has, lacks]) => {
            const pairs = new URLSearchParams(location.hash.slice(1));
            return has.every(name => pairs.has(name)) && !lacks.some(name => pairs.has(name));
          }""",
            [list(has), list(lacks)],
        )

    def total(self):
        return int(re.sub(r"\D", "", self.page.inner_text("#results-title")))

    def features(self, layer):
        return self.page.evaluate(
            """layer => {
                 const layers = [plat.homes.layer(layer)];
                 return plat.homes.map.queryRenderedFeatures({ layers }).map(feature => {
                   const place = plat.homes.map.project(feature.geometry.coordinates);
                   const box = plat.homes.map.getCanvas().getBoundingClientRect();
                   return { ...feature.properties, at: [place.x + box.left, place.y + box.top] };
                 });
               }""",
            layer,
        )

    def zoom(self):
        return self.page.evaluate("plat.homes.map.getZoom()")

    def asked(self):
        """The parameters of the search that is shown."""
        address = self.page.text_content("#developer-body code")
        return dict(urllib.parse.parse_qsl(urllib.parse.urlparse(address).query))

    def free(self, features):
        """Features that nothing lies over."""
        return [
            feature
            for feature in features
            if self.page.evaluate(
                "([x, y]) => document.elementFromPoint(x, y) === plat.homes.map.getCanvas()",
                feature["at"],
            )
        ]
