/// The page of a server without the folders of the map page: how to get it, and links to what works
/// already.
///
/// Its links are relative, so that they work below any path.
enum WelcomePage {
  static let file = PageFile(
    mediaType: "text/html; charset=utf-8",
    lines: SecurityHeaders.pageLines(
      policy: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
      framedBy: []),
    Array(text.utf8))

  private static let text = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Plat</title>
    <style>
    body { font: 1rem/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto;
      padding: 0 1.5rem; }
    h1 { font-size: 1.75rem; margin: 0 0 1rem; }
    code, pre { font: .9375rem/1.6 ui-monospace, monospace; }
    pre { background: #8882; border-radius: .5rem; padding: 1rem; overflow-x: auto; }
    li { margin: .25rem 0; }
    </style>
    </head>
    <body>
    <h1>Plat</h1>
    <p>The server is running: searches, map tiles and estimates work. It was started without the
    map page.</p>
    <p>To see the page here, name its folders:</p>
    <pre>plat serve INDEX --page page --page .build/page</pre>
    <p>Both come with Plat's source: <code>scripts/page</code> makes the second one, and
    <code>make serve</code> does everything.</p>
    <p>To begin with:</p>
    <ul>
    <li><a href="api/mls-listings?limit=3">api/mls-listings</a>: a search</li>
    <li><a href="tiles.json">tiles.json</a>: the map's vector tiles, for MapLibre</li>
    <li><a href="openapi.json">openapi.json</a>: every address</li>
    <li><a href="api/health">api/health</a>: what is served</li>
    </ul>
    </body>
    </html>

    """
}
