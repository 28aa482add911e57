// Starts the page: from page.js, all modules in one file as scripts/page makes it, or else from the
// modules themselves.

import("./page.js").catch(error => {
  if (window.plat || !/fetch|load|import/i.test(error.message)) throw error;
  for (const name of ["maplibre-gl", "style", "controls", "results", "map"]) {
    const sheet = { rel: "stylesheet", href: `assets/${name}.css` };
    document.head.append(Object.assign(document.createElement("link"), sheet));
  }
  return import("./app.js");
});
