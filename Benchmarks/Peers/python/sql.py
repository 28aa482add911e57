"""Shared code of the SQL drivers: a statement and its parameters for each query."""

import peer

# Great-circle metres to a position (radians twice, the cosine of its latitude), over columns in
# steps of 1e-7 degree.
HAVERSINE = f"""{2 * peer.SPHERE} * asin(sqrt(
  power(sin((radians(latitude / 1e7) - {{y}}) / 2), 2)
  + {{cosine}} * cos(radians(latitude / 1e7))
  * power(sin((radians(longitude / 1e7) - {{x}}) / 2), 2)))"""


def where(query, mark, skipping=()):
    """Conditions joined by AND, and their values."""
    parts, values = [], []
    for name, sign, value in query.conditions():
        if name not in skipping:
            parts.append(f"{name} {sign} {mark}")
            values.append(value)
    return parts, values


def hits(parts):
    return f"SELECT count(*), sum(ordinal) FROM listing WHERE {' AND '.join(parts)}"


def page(parts, limit):
    """The number of matches, and the sum of the lowest prices: a page of one column."""
    return f"""WITH hit AS MATERIALIZED (SELECT price FROM listing WHERE {" AND ".join(parts)})
SELECT (SELECT count(*) FROM hit),
  (SELECT sum(price) FROM (SELECT price FROM hit ORDER BY price LIMIT {limit}) AS least)"""


def nearest(parts, distance, limit, meters=None):
    """The number of matches (within a distance), and the sum of the nearest positions."""
    inside = f"WHERE meters <= {meters}" if meters is not None else ""
    conditions = f"WHERE {' AND '.join(parts)}" if parts else ""
    return f"""WITH hit AS MATERIALIZED (SELECT * FROM
  (SELECT longitude + latitude AS place, {distance} AS meters
    FROM listing {conditions}) AS each_one {inside})
SELECT (SELECT count(*) FROM hit),
  (SELECT sum(place) FROM (SELECT place FROM hit ORDER BY meters LIMIT {limit}) AS least)"""


# The statistics of a city: listings, Active ones, prices of Active ones except leases, means over
# all ({median} of the prices).
STATISTICS = """SELECT count(*), count(*) FILTER (WHERE status = 'Active'),
  {median} FILTER (WHERE {priced}),
  min(price) FILTER (WHERE {priced}), max(price) FILTER (WHERE {priced}),
  avg(sqft), avg(built), avg(fee)
FROM listing WHERE city = {mark}"""
PRICED = "status = 'Active' AND type IS DISTINCT FROM 'B'"
BATCH = "the 20 that come first; Plat's are spread over the city"


def batch(parts, limit):
    """The number of matches not swiped, and the number of them in the batch."""
    return f"""WITH hit AS MATERIALIZED (SELECT ordinal FROM listing WHERE {" AND ".join(parts)}
  AND NOT EXISTS (SELECT 1 FROM swiped WHERE swiped.ordinal = listing.ordinal))
SELECT (SELECT count(*) FROM hit),
  (SELECT count(ordinal) FROM (SELECT ordinal FROM hit LIMIT {limit}) AS first_ones)"""
