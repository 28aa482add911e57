#pragma once
#include <stddef.h>
#include <stdint.h>

// Which rows of a block lie in a polygon, by the number of edges that a ray to the east crosses.
//
// Edges are in degrees, rows in steps of 1e-7 degree. The kernel works in steps, where rows are whole numbers and the
// edges' ends are off by less than 1e-6 for rounding. Every row that comes within PLAT_EDGE_TOLERANCE steps of an edge
// is handed back as unsure; for the others such roundings cannot change the answer. All rows are unsure where there are so many edges near them
// that to look at each row alone is faster. The body is plain C, compiled
// twice: as it stands, and for AVX2.

/// Steps from an edge within which a row is unsure: a micrometre.
#define PLAT_EDGE_TOLERANCE 1e-4

/// An edge of a polygon in degrees; south is at most north.
typedef struct plat_edge {
  double south_x, south, north_x, north;
} plat_edge;

/// The edges in level strips of one height: those of strip s are edges[starts[s]] up to edges[starts[s + 1]], the
/// easternmost first. An edge is in each strip that it meets.
typedef struct plat_edges {
  const plat_edge *edges;
  const int64_t *starts;
  int64_t strips;
  /// The southern side of the lowest strip in degrees, and strips in a degree.
  double south, strips_per_degree;
} plat_edges;

/// The rows of a block that are in `wanted` and lie inside; `unsure` gets the wanted rows that the edges must decide
/// exactly. The block's 64 longitudes and latitudes are in steps.
uint64_t plat_polygon_word(
  const plat_edges *edges, const int32_t *longitudes, const int32_t *latitudes, uint64_t wanted, uint64_t *unsure);

// The scalar twin, for the tests.
uint64_t plat_polygon_word_scalar(
  const plat_edges *edges, const int32_t *longitudes, const int32_t *latitudes, uint64_t wanted, uint64_t *unsure);
