"""Listings that change while the page is open: the map, the list, and "3 new homes"."""

import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request

from harness import PLAT, VALLEY, PageCase, Server, folder, index

MIDDLE = (33.76, -116.4)


class ChangeTest(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.stop()
        cls.copy = f"{folder()}/written"
        shutil.copytree(index(), cls.copy)
        made = subprocess.run(
            [PLAT, "keys", cls.copy, "create", "page", "--role", "writer"],
            check=True,
            capture_output=True,
            text=True,
        )
        cls.key = made.stdout.split()[0]
        cls.server = Server(cls.copy)

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        shutil.rmtree(cls.copy)

    def send(self, method, path, body=None):
        request = urllib.request.Request(
            self.server.origin + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request) as answer:
            answer.read()

    def put(self, key, north=0.0, east=0.0, **members):
        home = {
            "listingKey": key,
            "standardStatus": "Active",
            "propertyType": "A",
            "listPrice": 500_000,
            "beds": 3,
            "baths": 2,
            "sqft": 1_500,
            "city": "Palm Desert",
            "latitude": MIDDLE[0] + north,
            "longitude": MIDDLE[1] + east,
        }
        self.send("PUT", f"/api/listings/{key}", {**home, **members})
        self.addCleanup(self.remove, key)

    def remove(self, key):
        try:
            self.send("DELETE", f"/api/listings/{key}")
        except urllib.error.HTTPError as error:
            error.close()

    def tiles_asked(self):
        """How many tiles the server has given."""
        with urllib.request.urlopen(self.server.origin + "/metrics") as answer:
            text = answer.read().decode()
        found = re.findall(r"^plat_requests_total\{route=\S+ /tiles/\S+\.mvt\S+ (\d+)$", text, re.M)
        return sum(map(int, found))

    def test_new_homes_are_told_and_shown(self):
        page = self.open(VALLEY)
        before = self.total()
        for number in range(3):
            self.put(f"NEW{number}", north=0.001 * number)
        # Neither these filters nor this part of the map.
        self.put("LEASE", propertyType="B", listPrice=2_000)
        self.put("FAR", north=2)
        self.wait("document.querySelector('#news').textContent === '3 new homes'")
        self.assertEqual(self.total(), before)
        page.click("#news")
        self.wait("document.querySelector('#news').hidden")
        self.settle()
        self.assertEqual(self.total(), before + 3)

    def test_a_home_that_goes_is_not_new(self):
        self.open(VALLEY)
        self.put("GOES")
        self.wait("document.querySelector('#news').textContent === '1 new home'")
        self.send("DELETE", "/api/listings/GOES")
        self.wait("document.querySelector('#news').hidden")

    def test_only_touched_tiles_are_loaded(self):
        page = self.open(VALLEY, width=1440, height=1000)
        self.settle()
        shown = len({url for url in self.requests if "/tiles/" in url})
        self.assertGreater(shown, 4)
        before = self.tiles_asked()
        self.put("TOUCH", listPrice=777_000)
        self.wait("document.querySelector('#news').textContent === '1 new home'")
        self.wait_until(lambda: self.tiles_asked() > before)
        page.wait_for_timeout(2_500)
        self.settle()
        self.assertLessEqual(self.tiles_asked() - before, 4)
        self.assertLess(self.tiles_asked() - before, shown)

    def test_the_map_shows_what_was_written(self):
        self.open("#map=17/33.2/-115.9&market=sale")
        self.assertEqual(self.features("homes"), [])
        self.put("LONELY", north=33.2 - MIDDLE[0], east=-115.9 - MIDDLE[1])
        self.wait_until(lambda: self.features("homes") or self.features("prices"))

    def test_a_stream_that_was_cut_goes_on(self):
        self.open(VALLEY)
        port = int(self.server.origin.rsplit(":", 1)[1])
        self.server.stop()
        type(self).server = Server(self.copy, port)
        self.put("AGAIN")
        self.wait("document.querySelector('#news').textContent === '1 new home'")
        self.forgive("Failed to load resource", "ERR_")

    def test_a_page_in_the_background_holds_no_connection(self):
        page = self.open(VALLEY)
        self.wait_until(lambda: self.streams() == 1)
        page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        self.wait_until(lambda: self.streams() == 0)
        self.put("MEANWHILE")
        page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", { get: () => false });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        # What has changed meanwhile comes first.
        self.wait("document.querySelector('#news').textContent === '1 new home'")

    def streams(self):
        with urllib.request.urlopen(self.server.origin + "/metrics") as answer:
            text = answer.read().decode()
        return int(re.search(r"^plat_http_streams (\d+)$", text, re.M)[1])
