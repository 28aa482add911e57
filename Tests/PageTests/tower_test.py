"""Homes that no zoom parts: a tower, a stack, and both after the listings have changed."""

import json
import pathlib

from harness import STACK, TOWER, PageCase, Server, folder, plat, special_homes


class TowerTest(PageCase):
    def open_tower(self):
        self.page.mouse.click(*self.features("clusters")[0]["at"])
        self.page.wait_for_selector("#card .leaves .home")

    def test_units_address_and_the_way_back(self):
        page = self.open(TOWER)
        self.open_tower()
        self.assertIn("1 Tower, Desert Center", page.inner_text("#card .card-head"))
        units = page.locator("#card .home-street").all_inner_texts()
        self.assertEqual(units, [f"Unit {number}" for number in range(4, 11)])
        page.click("#card .leaves .home >> nth=6")
        page.wait_for_selector("#card .facts")
        self.assertIn("1 Tower #10", page.inner_text("#card"))
        page.click("#card .back")
        page.wait_for_selector("#card .leaves .home")
        page.keyboard.press("Escape")
        self.assertTrue(page.is_hidden("#card"))
        self.wait_hash(lacks=["home", "at"])
        self.settle()

    def test_a_stack_is_listed_whole(self):
        page = self.open(f"#map=19/{STACK[0]}/{STACK[1]}&market=sale")
        box = page.locator("#map").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_selector("#card .leaves .home")
        self.assertEqual(page.locator("#card .leaves .home").count(), 12)
        self.assertIn("2 Stack", page.inner_text("#card .card-head"))
        self.settle()

    def test_on_a_phone_the_card_leaves_the_tower_in_sight(self):
        page = self.phone(TOWER)
        page.tap("#map canvas", position=self.place(page, self.features("clusters")[0]["at"]))
        page.wait_for_selector("#card .leaves .home")
        page.wait_for_timeout(600)
        y = page.evaluate(
            "plat.homes.map.project([-115.5, 33.5]).y "
            "+ document.getElementById('map').getBoundingClientRect().top"
        )
        self.assertLess(y, page.locator("#card").bounding_box()["y"])
        self.settle()

    @staticmethod
    def place(page, at):
        box = page.locator("#map").bounding_box()
        return {"x": at[0] - box["x"], "y": at[1] - box["y"]}

    def test_it_opens_after_the_listings_have_changed(self):
        made, feed = f"{folder()}/changing", f"{folder()}/changing.ndjson"

        def build(homes):
            pathlib.Path(feed).write_text(
                "".join(json.dumps(home) + "\n" for home in homes), encoding="utf-8"
            )
            plat("build", feed, "--out", made)

        homes = list(special_homes())
        build(homes)
        server = Server(made)
        self.addCleanup(server.stop)
        page = self.open("#map=17/33.5/-115.5", origin=server.origin)
        before = self.features("clusters")[0]
        self.assertEqual(before["point_count"], 7)
        build([*homes, {**homes[0], "listingKey": "TOWER7", "unitNumber": "30"}])
        self.wait_until(lambda: server.count() == len(homes) + 1)
        page.mouse.click(*before["at"])
        page.wait_for_selector("#card .leaves .home")
        self.assertEqual(page.inner_text("#card-title"), "8 homes")
        # The map has loaded its tiles again, past what the browser kept.
        self.wait("""() => plat.homes.map
            .queryRenderedFeatures({ layers: [plat.homes.layer("clusters")] })
            .some(feature => feature.properties.point_count === 8)""")
        self.settle()
