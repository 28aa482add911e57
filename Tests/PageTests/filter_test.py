"""The panel of filters: sliders and boxes, choices that keep their places, ways out of no
results."""

import json
import pathlib

from harness import VALLEY, PageCase, Server, folder, plat


class FilterTest(PageCase):
    def thumb(self, end):
        """Where the middle of a thumb of the price is."""
        return self.page.evaluate(
            """end => {
                 const input = document.querySelectorAll("#price input[type=range]")[end];
                 const { left, top, width, height } = input.getBoundingClientRect();
                 const part = (input.value - input.min) / (input.max - input.min);
                 return [left + 9 + (width - 18) * part, top + height / 2];
               }""",
            end,
        )

    def pull(self, end, by):
        x, y = self.thumb(end)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + by / 2, y, steps=3)
        self.page.mouse.move(x + by, y, steps=3)
        self.page.mouse.up()

    def prices(self):
        return self.page.evaluate("[plat.state.minPrice, plat.state.maxPrice]")

    def test_thumbs_that_meet_come_apart_again(self):
        self.open(VALLEY)
        for end, away in ((1, -400), (0, 400)):
            self.pull(end, away)
            self.pull(end, away)
            low, high = self.prices()
            # The two lie together at one end of the line.
            self.assertTrue(high is not None if end else low is not None)
            self.pull(end, -away / 4)
            moved_low, moved_high = self.prices()
            if end:
                self.assertTrue(moved_high is None or moved_high > high, (high, moved_high))
            else:
                self.assertTrue(moved_low is None or moved_low < low, (low, moved_low))
            self.page.evaluate("document.querySelector('#reset').click()")
        self.pull(0, 60)
        self.pull(1, -230)
        low, high = self.prices()
        self.assertLess(low, high)
        self.settle()

    def test_prices_can_be_typed(self):
        page = self.open(VALLEY)
        page.fill("#price .amount >> nth=0", "450k")
        page.keyboard.press("Tab")
        page.fill("#price .amount >> nth=1", "$1,200,000")
        page.keyboard.press("Enter")
        self.assertEqual(self.prices(), [450_000, 1_200_000])
        self.assertEqual(page.input_value("#price .amount >> nth=0"), "$450,000")
        # Ends in the wrong order are exchanged; what is no number changes nothing; beyond the
        # slider is allowed.
        page.fill("#price .amount >> nth=1", "0.3m")
        page.keyboard.press("Tab")
        self.assertEqual(self.prices(), [300_000, 450_000])
        page.fill("#price .amount >> nth=1", "cheap")
        page.keyboard.press("Tab")
        self.assertEqual(self.prices(), [300_000, 450_000])
        self.assertEqual(page.get_attribute("#price .amount >> nth=1", "aria-invalid"), "true")
        page.fill("#price .amount >> nth=1", "500000000")
        page.keyboard.press("Tab")
        self.assertEqual(self.prices(), [300_000, 500_000_000])
        self.pull(0, 30)
        self.assertEqual(self.prices()[1], 500_000_000)
        page.fill("#year .amount >> nth=0", "1990")
        page.keyboard.press("Tab")
        self.settle()
        self.assertEqual(self.asked()["minYearBuilt"], "1990")

    def test_no_results_have_a_way_out(self):
        page = self.open(VALLEY)
        chips = page.evaluate(
            "[...document.querySelectorAll('.chip')].map(chip => chip.dataset.value)"
        )
        page.fill("#price .amount >> nth=0", "100")
        page.keyboard.press("Tab")
        page.fill("#price .amount >> nth=1", "200")
        page.keyboard.press("Tab")
        page.click("#beds .segment:has-text('5+')")
        self.settle()
        self.assertEqual(self.total(), 0)
        self.assertEqual(
            page.evaluate(
                "[...document.querySelectorAll('.chip')].map(chip => chip.dataset.value)"
            ),
            chips,
        )
        self.assertEqual(page.inner_text("#types .chip small >> nth=0"), "0")
        page.wait_for_selector(".way")
        way = page.locator(".way").first.inner_text()
        self.assertRegex(way, r"^Remove \$100 – \$200 \(\d+ homes?\)$")
        page.click(".way >> nth=0")
        self.settle()
        self.assertEqual(self.total(), int(way.split("(")[1].split()[0]))

    def test_nothing_left_but_to_remove_all(self):
        page = self.open(VALLEY + "&minPrice=100&maxPrice=200&minYearBuilt=1800&maxYearBuilt=1801")
        page.wait_for_selector(".way")
        self.assertRegex(page.inner_text(".way"), r"^Remove all filters \([\d,]+ homes\)$")
        page.click(".way")
        self.settle()
        self.assertGreater(self.total(), 1_000)

    def test_homes_to_buy_and_to_rent_by_the_words_of_a_service(self):
        feed, made = f"{folder()}/markets.ndjson", f"{folder()}/markets"
        types = {"PLAIN": None, "HOUSE": "Residential", "LEASE": "Residential Lease"}
        pathlib.Path(feed).write_text(
            "".join(
                json.dumps(
                    {
                        "listingKey": key,
                        "standardStatus": "Active",
                        "latitude": 33.8 + place / 100,
                        "longitude": -116.5,
                        "listPrice": 4_000,
                        **({"propertyType": kind} if kind else {}),
                    }
                )
                + "\n"
                for place, (key, kind) in enumerate(types.items())
            ),
            encoding="utf-8",
        )
        plat("build", feed, "--out", made)
        server = Server(made)
        self.addCleanup(server.stop)
        page = self.open(origin=server.origin)
        self.wait("!document.querySelector('#market').hidden")
        # A home without a type is one to buy.
        self.assertEqual(page.locator(".home-price").all_inner_texts(), ["$4,000", "$4,000"])
        page.click("#market .segment:has-text('Rent')")
        self.settle()
        self.assertEqual(page.locator(".home-price").all_inner_texts(), ["$4,000 / month"])
