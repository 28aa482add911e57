// What developers want to see: the request, its time, its plan, and addresses to copy.

import { $, make } from "./dom.js";
import { duration, number } from "./format.js";
import { absolute } from "./query.js";

/** Shows a search that was answered. */
export function showRequest({ asked, tiles, answer }) {
  const { explain, total } = answer.body;
  const server = explain ? `${duration(explain.microseconds / 1000)} in the index` : "";
  $("developer-line").replaceChildren(
    make("b", {}, "GET"), make("code", {}, "/" + decodeURIComponent(asked)),
    make("span", {},
      [server, `${duration(answer.milliseconds)} here`].filter(Boolean).join(" · ")));
  const steps = explain?.steps ?? [];
  $("developer-body").replaceChildren(
    address("Search", absolute(asked)), address("Tiles", tiles),
    make("p", { className: "developer-note" },
      `${number(total)} matches, ${number(answer.bytes)} bytes. `
        + `Estimated rows ${number(explain?.estimatedRows ?? 0)}; `
        + `page: ${explain?.page ?? "unknown"}.`),
    make("div", { className: "developer-scroll" }, make("table", {},
      make("thead", {}, make("tr", {},
        ["Step", "Rows left", "Blocks left", "Blocks read", "Bytes"]
          .map(name => make("th", { scope: "col" }, name)))),
      make("tbody", {}, steps.map(step => make("tr", {}, make("th", { scope: "row" }, step.name),
        [step.rows, step.blocks, step.blocksRead, step.bytes]
          .map(value => make("td", {}, number(value)))))))),
    make("a", {
      className: "link", href: "openapi.json", target: "_blank", rel: "noopener",
    }, "All addresses: openapi.json"));
}

function address(label, text) {
  const button = make("button", {
    type: "button", className: "link", onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        // Without a secure address the clipboard is shut: the text is selected instead.
        getSelection().selectAllChildren(code);
        button.textContent = "Selected";
      }
      setTimeout(() => button.textContent = "Copy", 1500);
    },
  }, "Copy");
  const code = make("code", { tabIndex: 0 }, text);
  return make("div", { className: "developer-address" }, make("span", {}, label), code, button);
}
