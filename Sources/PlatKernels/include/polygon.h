#pragma once
#include <stddef.h>
#include <stdint.h>
#include "tree.h"

// Rows in a polygon, decided by the edges near them.
//
// A position lies in a valid polygon if a ray from it to the west crosses an odd number of edges. A
// list of edges belongs to a box: it holds every edge that may meet the box, and `parity` is the
// number (mod 2) of the other edges that the ray from the box's southern side crosses. An edge that
// is not in the list and lies west of the box changes that number only at its ends, and an end
// counts once for each edge that has it: the ends of two such edges cancel out, so only the western
// ends of listed edges remain (`plat_edges_narrow` says how they are counted). So a list is as long
// as its neighbourhood is dense, and the list of a box within another is computed from the other's
// list alone.
//
// Edges are stored in steps of 1e-7 degree, rounded to double; rows are whole steps. Latitudes are
// compared as whole steps, exactly. A row within PLAT_EDGE_TOLERANCE of an edge is unsure:
// plat_polygon_row decides it in degrees.

/// The distance from an edge in steps below which a row is unsure: a micrometre.
#define PLAT_EDGE_TOLERANCE 1e-4

/// An edge in steps; its south end is at most as far north as its north end.
typedef struct plat_edge {
  double south_x, south_y, north_x, north_y;
  /// The smallest whole steps of latitude that are not south of the two ends.
  int32_t south, north;
} plat_edge;

/// The same edge in degrees, as given.
typedef struct plat_degree_edge {
  double south_x, south, north_x, north;
} plat_degree_edge;

/// A list of edges for a box: `numbers`, or if that is null, the edges from `first` on.
typedef struct plat_edge_list {
  const int32_t *numbers;
  int64_t first, count;
  plat_box box;
  uint32_t parity;
} plat_edge_list;

/// Writes the edges of a list that may meet a box within the list's box; returns their number, and
/// the box's parity.
///
/// `numbers` has room for as many as the list has.
int64_t plat_edges_narrow(
    const plat_edge *edges, const plat_edge_list *list, plat_box box, int32_t *numbers,
    uint32_t *parity);

/// The rows of a block that are in `wanted` and lie inside; `unsure` receives the wanted rows that
/// are too near to an edge.
///
/// The block's 64 longitudes and latitudes are in steps; the wanted ones lie in the list's box.
uint64_t plat_polygon_word(
    const plat_edge *edges, const plat_edge_list *list, const int32_t *longitudes,
    const int32_t *latitudes, uint64_t wanted, uint64_t *unsure);

/// Whether a position in the list's box lies inside or on an edge, exactly.
int32_t plat_polygon_row(
    const plat_edge *edges, const plat_degree_edge *degrees, const plat_edge_list *list,
    int32_t longitude, int32_t latitude);

/// 1 if a position lies to the left of the line from a to b, -1 to its right, 0 on it: exact,
/// whatever the rounding.
///
/// Source: J. R. Shewchuk, Adaptive precision floating-point arithmetic and fast robust geometric
/// predicates (1997).
int32_t plat_orientation(double ax, double ay, double bx, double by, double x, double y);

// The scalar twin, for the tests.
uint64_t plat_polygon_word_scalar(
    const plat_edge *edges, const plat_edge_list *list, const int32_t *longitudes,
    const int32_t *latitudes, uint64_t wanted, uint64_t *unsure);
