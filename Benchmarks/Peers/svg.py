"""Plots as SVG: lines over logarithmic axes, labeled at their ends. Needs only Python's library."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 400, 70, 170, 40, 50
COLOURS = {
    "plat": "#c1121f",
    "Boost R-tree": "#1d3557",
    "GEOS STRtree": "#2a9d8f",
    "nanoflann": "#6a4c93",
    "geoindex-rs": "#e07a00",
    "scipy cKDTree": "#0077b6",
    "scipy, batch": "#48a9c5",
    "supercluster": "#386641",
    "pysupercluster": "#8a9a00",
    "SQLite R*Tree": "#7f5539",
    "PostGIS": "#336791",
    "DuckDB": "#b8860b",
    "polars": "#9d4edd",
    "Redis GEO": "#d6336c",
}


def plot(title, across, up, lines, ticks=None):
    """An SVG text.

    `lines` holds for each name its points (x, y); both axes are logarithmic unless `ticks` names
    those of x.
    """
    points = [point for some in lines.values() for point in some]
    low, high = min(y for _, y in points), max(y for _, y in points)
    bottom, top = (
        math.floor(math.log10(max(low, 1e-3))),
        max(math.ceil(math.log10(max(high, 1e-3))), -2),
    )
    top += top == bottom
    xs = sorted({x for x, _ in points})

    def x_place(x):
        if ticks:
            return LEFT + (x - ticks[0][0]) / (ticks[-1][0] - ticks[0][0]) * (WIDTH - LEFT - RIGHT)
        span = math.log10(xs[-1] / xs[0]) or 1
        return LEFT + 20 + math.log10(x / xs[0]) / span * (WIDTH - LEFT - RIGHT - 40)

    def y_place(y):
        return (
            HEIGHT
            - BOTTOM
            - (math.log10(max(y, 1e-3)) - bottom) / (top - bottom) * (HEIGHT - BOTTOM - TOP)
        )

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        ' font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="15" font-weight="bold">{escape(title)}</text>',
    ]
    for power in range(bottom, top + 1):
        at = y_place(10.0**power)
        out.append(
            f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{name_of(10.0**power)}</text>'
        )
    for x, name in ticks or [(x, f"{x:,}") for x in xs]:
        out.append(
            f'<path d="M{x_place(x):.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#eee"/>'
            f'<text x="{x_place(x):.1f}" y="{HEIGHT - BOTTOM + 16}"'
            f' text-anchor="middle">{escape(name)}</text>'
        )
    out.append(
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}"'
        f' text-anchor="middle">{escape(across)}</text>'
        f'<text x="16" y="{HEIGHT / 2}"'
        f' text-anchor="middle" transform="rotate(-90 16 {HEIGHT / 2})">{escape(up)}</text>'
    )
    labels = []
    for name, some in lines.items():
        colour, wide = COLOURS.get(name, "#555"), 3 if name == "plat" else 1.5
        path = "L".join(f"{x_place(x):.1f} {y_place(y):.1f}" for x, y in some)
        out.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{wide}"/>')
        if not ticks:
            out += [
                f'<circle cx="{x_place(x):.1f}" cy="{y_place(y):.1f}" r="3" fill="{colour}"/>'
                for x, y in some
            ]
        labels.append([y_place(some[-1][1]), name, colour])
    # Names one below another, as close to their lines as possible.
    labels.sort()
    for place, label in enumerate(labels):
        label[0] = max(label[0], labels[place - 1][0] + 14 if place else TOP)
    overflow = labels[-1][0] - (HEIGHT - BOTTOM + 8)
    for at, name, colour in labels:
        out.append(
            f'<text x="{WIDTH - RIGHT + 8}" y="{at - max(overflow, 0) + 4:.1f}"'
            f' fill="{colour}">{escape(name)}</text>'
        )
    return "\n".join(out) + "\n</svg>\n"


def name_of(microseconds):
    for limit, unit, scale in (
        (1, "ns", 1e3),
        (1e3, "µs", 1),
        (1e6, "ms", 1e-3),
        (math.inf, "s", 1e-6),
    ):
        if microseconds < limit:
            return f"{microseconds * scale:g} {unit}"
    return ""
