"""Fingers on a phone: taps that land once, targets that are large enough."""

from harness import VALLEY, PageCase


class TouchTest(PageCase):
    def test_a_tap_on_a_place_lands_once(self):
        page = self.phone("#map=8/33.8/-117&market=sale")
        page.tap("#place-input")
        page.keyboard.type("palm")
        page.wait_for_selector("#place-list [role=option]:has(b)")
        page.tap("#place-list [role=option] >> nth=0")
        self.wait_hash(has=["city"])
        self.wait("plat.homes.map.getZoom() > 9")
        self.settle()
        self.assertEqual(self.hash()["market"], "sale")
        self.assertEqual(page.evaluate("document.activeElement.id"), "results")

    def test_a_drag_through_the_places_chooses_none(self):
        page = self.phone("#map=8/33.8/-117&market=sale")
        page.tap("#place-input")
        page.keyboard.type("pal")
        page.wait_for_selector("#place-list [role=option]:has(b)")
        page.wait_for_timeout(500)
        box = page.locator("#place-list [role=option] >> nth=3").bounding_box()
        touch = self.context.new_cdp_session(page)
        x, y = box["x"] + 60, box["y"] + box["height"] / 2
        touch.send(
            "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
        )
        for step in range(1, 9):
            touch.send(
                "Input.dispatchTouchEvent",
                {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 12 * step}]},
            )
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(400)
        self.assertNotIn("city", self.hash())
        self.assertNotIn("subdivision", self.hash())
        self.assertTrue(page.is_visible("#place-list"))

    def test_targets_are_large_enough(self):
        page = self.phone(VALLEY + "&minBeds=3&city=Palm+Springs")
        page.tap("#filters-toggle")
        page.wait_for_timeout(350)
        small = """() => [
              ...document.querySelectorAll("button, input, select, summary, a, label.check")]
            .filter(item => item.checkVisibility({ visibilityProperty: true })
              && !item.closest(".skip, label.check > *"))
            .map(item => [item.id || item.className || item.tagName, item.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 44 || box.width < 44))
            .map(([name, box]) => `${name} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
        self.assertEqual(page.evaluate(small), [])
        page.tap("#filters-done")
        page.wait_for_timeout(350)
        page.tap("#grip")
        page.wait_for_timeout(350)
        self.assertEqual(page.evaluate(small), [])
        page.tap(".home >> nth=0")
        page.wait_for_selector("#card .facts")
        self.assertEqual(page.evaluate(small), [])
        self.settle()
