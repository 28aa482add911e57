"""What axe-core finds, in light and dark, on a desktop and a phone."""

import importlib.resources

from harness import TOWER, VALLEY, PageCase

AXE = next(
    file
    for file in importlib.resources.files("axe_playwright_python").iterdir()
    if file.name == "axe.min.js"
).read_text(encoding="utf-8")
RUN = """async () => {
  const { violations } = await axe.run();
  const words = node => `${node.target} ${node.any[0]?.message ?? ""}`;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(words).join("; ")}`);
}"""


class AccessTest(PageCase):
    def check(self, what):
        # The page's policy lets no other script in; the browser's own debugger may.
        self.context.new_cdp_session(self.page).send("Runtime.evaluate", {"expression": AXE})
        self.assertEqual(self.page.evaluate(RUN), [], what)

    def test_desktop(self):
        for scheme in ("light", "dark"):
            page = self.open(VALLEY + "&minBeds=3&type=Condo", color_scheme=scheme)
            self.check(f"{scheme}: list")
            page.click(".home >> nth=0")
            page.wait_for_selector("#card .facts")
            page.click("#developer summary")
            self.check(f"{scheme}: card and request")
            page.keyboard.press("Escape")
            page.click("#place-input")
            page.keyboard.type("palm")
            page.wait_for_selector("#place-list [role=option]:has(b)")
            self.check(f"{scheme}: suggestions")
            page.keyboard.press("Escape")
            page.route("**/api/**", lambda route: route.abort())
            page.click("#beds .segment:has-text('4+')")
            page.wait_for_selector("#retry")
            self.check(f"{scheme}: lost connection")
            self.forgive("ERR_FAILED")

    def test_phone_and_empty(self):
        for scheme in ("light", "dark"):
            page = self.phone(TOWER, color_scheme=scheme)
            self.check(f"{scheme}: phone")
            page.tap("#filters-toggle")
            page.wait_for_timeout(350)
            self.check(f"{scheme}: filters")
            page.tap("#beds .segment:has-text('5+')")
            self.settle()
            page.tap("#filters-done")
            page.tap("#grip")
            page.wait_for_timeout(350)
            page.wait_for_selector(".way")
            self.check(f"{scheme}: nothing found")
