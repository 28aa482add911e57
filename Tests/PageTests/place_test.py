"""The search box: places, ZIP codes, addresses, ids, misspellings; links with a place."""

import re

from harness import PageCase


class PlaceTest(PageCase):
    def suggest(self, text, row):
        """Types a text and waits until the first row is so."""
        page = self.page
        page.click("#place-input")
        page.fill("#place-input", text)
        self.wait("""row => [...document.querySelectorAll("#place-list [role=option]")].slice(0, 1)
            .some(item => new RegExp(row, "i").test(item.innerText.replaceAll("\\n", " ")))""", row)

    def test_it_understands_what_people_type(self):
        page = self.open()
        for text, row in (("palm sprngs", "^Palm Springs"), ("92262", "^92262.*ZIP"), ("1350 Via Bolero", "^1350 Via Bolero"),
                          ("SC1356255930", "^1350 Via Bolero"), ("near downtown palm springs", "^Palm Springs"),
                          ("xyzzyx", "^Nothing found for .xyzzyx"), ("la quin", "^La Quinta")):
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

    def test_a_place_is_exact_where_the_server_names_it_so(self):
        """A server that gives ids with its facets is asked by them."""
        asked = []

        def answer(route):
            asked.append(route.request.url)
            if "facets=city,subdivision" in route.request.url:
                facets = {"city": [{"value": "Vista", "count": 48, "id": "vista-ca"}], "subdivision": [], "postalCode": []}
                return route.fulfill(json={"listings": [], "total": 48, "facets": facets})
            return route.continue_(url=route.request.url.replace("cityId=vista-ca", "city=Vista"))

        page = self.open()
        page.route("**/api/**", answer)
        page.route("**/tiles/**", lambda route: route.continue_(
            url=route.request.url.replace("cityId=vista-ca", "city=Vista")))
        page.click("#place-input")
        page.keyboard.type("vista")
        page.wait_for_selector("#place-list [role=option]:has(b)")
        page.keyboard.press("Enter")
        self.wait_hash(has=["city", "cityId"])
        self.settle()
        self.assertEqual(self.asked()["cityId"], "vista-ca")
        self.assertNotIn("city", self.asked())
        self.assertIn("cityId=vista-ca", page.evaluate("plat.homes.tiles"))

    def test_a_link_with_a_place_opens_on_it(self):
        page = self.open("#city=Palm+Springs&minBeds=3&market=sale")
        self.assertGreater(self.zoom(), 9)
        self.assertEqual(self.total(), self.server.count(propertyType="A,C", city="Palm Springs", minBeds=3))
        shown = sum(cluster["point_count"] for cluster in self.features("clusters")) + len(self.features("homes"))
        self.assertGreater(shown, self.total() * 0.9)
        self.assertNotIn("map", self.hash())
        self.assertEqual(page.input_value("#place-input"), "Palm Springs")
