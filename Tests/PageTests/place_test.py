"""The search box: places, ZIP codes, addresses, ids, misspellings; links with a place."""

import re

from harness import PageCase


class PlaceTest(PageCase):
    def suggest(self, text, row):
        """Types a text and waits until the first row is so."""
        page = self.page
        page.click("#place-input")
        page.fill("#place-input", text)
        self.wait(
            """row => [...document.querySelectorAll("#place-list [role=option]")].slice(0, 1)
            .some(item => new RegExp(row, "i").test(item.innerText.replaceAll("\\n", " ")))""",
            row,
        )

    def test_it_understands_what_people_type(self):
        page = self.open()
        for text, row in (
            ("palm sprngs", "^Palm Springs"),
            ("92262", "^92262.*ZIP"),
            ("1350 Via Bolero", "^1350 Via Bolero"),
            ("SC1356255930", "^1350 Via Bolero"),
            ("near downtown palm springs", "^Palm Springs"),
            ("xyzzyx", "^Nothing found for .xyzzyx"),
            ("la quin", "^La Quinta"),
        ):
            self.suggest(text, row)
        page.keyboard.press("Escape")
        self.settle()

    def test_a_place_shows_exactly_its_count(self):
        page = self.open()
        page.click("#place-input")
        page.fill("#place-input", "palm springs")
        page.wait_for_selector("#place-list [role=option]:has(b)")
        count = int(re.sub(r"\D", "", page.inner_text("#place-list .place-count >> nth=0")))
        page.keyboard.press("Enter")
        self.assertEqual(page.evaluate("document.activeElement.id"), "place-input")
        self.wait("plat.homes.map.getZoom() > 9")
        self.settle()
        self.assertEqual(self.total(), count)
        # The map then limits the list again.
        page.evaluate("plat.homes.map.zoomIn({ animate: false })")
        page.wait_for_timeout(300)
        self.settle()
        self.assertLess(self.total(), count)
        self.assertIn("bbox", self.asked())

    def test_enter_takes_what_the_server_finds(self):
        page = self.open()
        page.click("#place-input")
        page.keyboard.type("palm sprngs")
        page.keyboard.press("Enter")
        self.wait_hash(has=["city"])
        self.wait("plat.homes.map.getZoom() > 9")
        self.settle()
        self.assertEqual(self.hash()["city"], "Palm Springs")

    def test_a_zip_code_and_an_id(self):
        page = self.open()
        self.suggest("92262", "^92262")
        page.keyboard.press("Enter")
        self.wait_hash(has=["postalCode"])
        self.settle()
        self.assertEqual(self.total(), self.server.count(propertyType="A,C", postalCode="92262"))
        self.suggest("SC1356255930", "^1350 Via Bolero")
        page.keyboard.press("Enter")
        page.wait_for_selector("#card .facts")
        self.assertIn("1350 Via Bolero", page.inner_text("#card"))
        self.wait("plat.homes.map.getZoom() >= 14")
        self.settle()

    def searches(self, before):
        """The searches for homes since a number of requests, without the words of the search
        box."""
        return [
            url
            for url in self.requests[before:]
            if "/api/mls-listings?" in url and "facets=city" not in url
        ]

    def test_a_place_is_exact_and_takes_one_search(self):
        page = self.open()
        page.click("#place-input")
        page.keyboard.type("vista")
        page.wait_for_selector("#place-list [role=option]:has(b)")
        before = len(self.requests)
        page.keyboard.press("Enter")
        self.wait_hash(has=["city", "cityId"], lacks=["map"])
        self.wait("plat.homes.map.getZoom() > 9")
        self.settle()
        page.wait_for_timeout(300)
        asked = self.asked()
        self.assertEqual(asked["cityId"], "vista-ca")
        self.assertNotIn("city", asked)
        self.assertIn("cityId=vista-ca", page.evaluate("plat.homes.tiles"))
        # Chula Vista and Sierra Vista are other places.
        self.assertEqual(self.total(), self.server.count(cityId="vista-ca", listingFor="sale"))
        self.assertLess(self.total(), self.server.count(city="Vista", listingFor="sale"))
        self.assertEqual(len(self.searches(before)), 1, self.searches(before))
        found = self.server.get(
            "/api/mls-listings?cityId=vista-ca&listingFor=sale&bounds=true&limit=0"
        )
        self.assert_fits(found["bounds"])

    def assert_fits(self, box):
        """The map shows a box, and not much more."""
        west, south, east, north = self.page.evaluate("plat.homes.map.getBounds().toArray().flat()")
        self.assertTrue(west < box[0] and south < box[1] and east > box[2] and north > box[3])
        parts = ((box[2] - box[0]) / (east - west), (box[3] - box[1]) / (north - south))
        self.assertGreater(max(parts), 0.6)

    def test_a_link_with_filters_opens_on_what_they_find(self):
        self.open("#minBeds=5&city=Indio&market=sale")
        found = self.server.get(
            "/api/mls-listings?minBeds=5&city=Indio&listingFor=sale&bounds=true&limit=0"
        )
        self.assertEqual(self.total(), found["total"])
        self.assert_fits(found["bounds"])
        self.assertEqual(len(self.searches(0)), 2, "the list, and the scale of the prices")

    def test_a_street_limits_the_list_to_what_the_map_then_shows(self):
        page = self.open()
        everywhere = self.total()
        box = [-116.56, 33.80, -116.50, 33.85]
        page.route(
            "**/api/chat/match-location",
            lambda route: route.fulfill(
                json={
                    "match": {
                        "kind": "neighborhood",
                        "name": "Xyl Row",
                        "city": "Palm Springs",
                        "bounds": box,
                    },
                    "alternatives": [],
                }
            ),
        )
        self.suggest("xyl row", "^Xyl Row")
        page.keyboard.press("Enter")
        self.wait("plat.homes.map.getZoom() > 10")
        self.settle()
        page.wait_for_timeout(300)
        self.settle()
        self.assertIn("bbox", self.asked())
        self.assertLess(self.total(), everywhere)
        self.assert_fits(box)

    def test_a_link_with_a_place_opens_on_it(self):
        page = self.open("#city=Palm+Springs&minBeds=3&market=sale")
        self.assertGreater(self.zoom(), 9)
        self.assertEqual(
            self.total(), self.server.count(propertyType="A,C", city="Palm Springs", minBeds=3)
        )
        clustered = sum(cluster["point_count"] for cluster in self.features("clusters"))
        shown = clustered + len(self.features("homes"))
        self.assertGreater(shown, self.total() * 0.9)
        self.assertNotIn("map", self.hash())
        self.assertEqual(page.input_value("#place-input"), "Palm Springs")
