"""The works of the comparison, in the order of the report, with their names and titles."""

TITLES = {
    "box-100": "Box of about 100 hits",
    "box-10000": "Box of about 10,000 hits",
    "radius-mile": "Radius of a mile",
    "nearest-20": "Nearest 20",
    "page-box-100": "Box of 100 + 6 filters, cheapest 20 and total",
    "page-box-10000": "Box of 10,000 + 6 filters, cheapest 20 and total",
    "page-city": "City + 5 filters, cheapest 20 and total",
    "scan": "Five filters over everything, count",
    "comparables": "Comparables: sold within a mile and six months, alike, nearest 20",
    "tile-clusters": "Clusters of a tile, zooms 4 to 16",
    "city-statistics": "Statistics of one of the 30 greatest cities",
    "swipe-batch": "Twenty to swipe in a city under 5 filters, 10,000 left out, and total",
    "tile-filtered": "Clusters of a tile under six filters never asked before, zooms 4 to 16",
    "match-location": "Misspelled name of a city, the five likeliest places",
}
# The minimum number of queries for every peer, however slow: for works whose kinds differ, some of
# each.
LEAST = {"city-statistics": 10, "tile-filtered": 13}
