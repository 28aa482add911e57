#include "PlatKernels.h"
#include "cpu.h"

// Rounding must be the same on all machines, and the error bounds apply to separate products and
// sums.
#if defined(__clang__)
#pragma clang fp contract(off)
#endif

#define STEPS 1e7
// The distance in steps from a box within which an edge counts as near.
#define NEAR 0.5

static inline double least(double a, double b) { return a < b ? a : b; }
static inline double greatest(double a, double b) { return a > b ? a : b; }
static inline double size(double a) { return a < 0 ? -a : a; }

static inline int64_t number_of(const plat_edge_list *list, int64_t place) {
  return list->numbers ? list->numbers[place] : list->first + place;
}

/// Whether the ray from a latitude in whole steps crosses an edge that lies west of it.
static inline uint32_t spans(const plat_edge *edge, int32_t latitude) {
  return edge->south <= latitude && latitude < edge->north;
}

/// 1 if a position certainly lies west of an edge's line, -1 if certainly east, 0 if unsure.
static inline int certain_side(const plat_edge *edge, double x, double y) {
  double left = (edge->north_x - edge->south_x) * (y - edge->south_y);
  double right = (edge->north_y - edge->south_y) * (x - edge->south_x);
  double side = left - right, bound = 1e-15 * (size(left) + size(right));
  return side > bound ? 1 : side < -bound ? -1 : 0;
}

int64_t plat_edges_narrow(
    const plat_edge *edges, const plat_edge_list *list, plat_box box, int32_t *numbers,
    uint32_t *parity) {
  double west = box.west - NEAR, south = box.south - NEAR, east = box.east + NEAR,
         north = box.north + NEAR;
  double list_west = list->box.west;
  int32_t list_south = list->box.south;
  uint32_t odd = list->parity;
  int64_t kept = 0;
  for (int64_t place = 0; place < list->count; place++) {
    int64_t number = number_of(list, place);
    const plat_edge *edge = &edges[number];
    // Ends west of the list's box between the two southern sides: there an edge outside the list
    // starts or ends.
    odd ^= edge->south_x <= list_west && edge->south > list_south && edge->south <= box.south;
    odd ^= edge->north_x <= list_west && edge->north > list_south && edge->north <= box.south;
    if (edge->north_y < south || edge->south_y > north) continue;
    int is_rising = edge->south_x <= edge->north_x;
    double edge_west = is_rising ? edge->south_x : edge->north_x,
           edge_east = is_rising ? edge->north_x : edge->south_x;
    if (edge_west > east) continue;
    if (edge_east < west) {
      odd ^= spans(edge, box.south);
      continue;
    }
    // The last corners to cross the line when the box moves over it.
    if (certain_side(edge, east, is_rising ? south : north) > 0) continue;
    if (certain_side(edge, west, is_rising ? north : south) < 0) {
      odd ^= spans(edge, box.south);
      continue;
    }
    numbers[kept++] = (int32_t)number;
  }
  *parity = odd & 1;
  return kept;
}

static inline __attribute__((always_inline)) uint64_t polygon_word(
    const plat_edge *edges, const plat_edge_list *list, const int32_t *longitudes,
    const int32_t *latitudes, uint64_t wanted, uint64_t *unsure) {
  double x[64], y[64];
  // All bits are set if true.
  int64_t odd[64], near[64];
  for (int i = 0; i < 64; i++) {
    x[i] = longitudes[i];
    y[i] = latitudes[i];
    odd[i] = -(int64_t)(list->parity & 1);
    near[i] = 0;
  }
  for (int64_t place = 0; place < list->count; place++) {
    plat_edge edge = edges[number_of(list, place)];
    double bottom = edge.south, top = edge.north;
    // Ends west of the box: from there on an edge outside the list starts or stops counting.
    if (edge.south_x <= list->box.west && edge.south > list->box.south) {
      for (int i = 0; i < 64; i++) odd[i] ^= -(int64_t)(y[i] >= bottom);
    }
    if (edge.north_x <= list->box.west && edge.north > list->box.south) {
      for (int i = 0; i < 64; i++) odd[i] ^= -(int64_t)(y[i] >= top);
    }
    double run = edge.north_x - edge.south_x, climb = edge.north_y - edge.south_y;
    double margin = PLAT_EDGE_TOLERANCE * (size(run) + climb);
    double low = edge.south_y - PLAT_EDGE_TOLERANCE, high = edge.north_y + PLAT_EDGE_TOLERANCE;
    for (int i = 0; i < 64; i++) {
      // Above 0 if the row lies west of the edge's line.
      double side = run * (y[i] - edge.south_y) - climb * (x[i] - edge.south_x);
      odd[i] ^= -(int64_t)((y[i] >= bottom) & (y[i] < top) & (side < 0));
      near[i] |= -(int64_t)((y[i] >= low) & (y[i] <= high) & (side <= margin) & (side >= -margin));
    }
  }
  uint64_t inside = 0, doubtful = 0;
  for (int i = 0; i < 64; i++) {
    inside |= (uint64_t)(odd[i] & 1) << i;
    doubtful |= (uint64_t)(near[i] & 1) << i;
  }
  *unsure = doubtful & wanted;
  return inside & wanted & ~doubtful;
}

int32_t plat_polygon_row(
    const plat_edge *edges, const plat_degree_edge *degrees, const plat_edge_list *list,
    int32_t longitude, int32_t latitude) {
  double x = longitude / STEPS, y = latitude / STEPS;
  uint32_t odd = list->parity & 1;
  for (int64_t place = 0; place < list->count; place++) {
    int64_t number = number_of(list, place);
    const plat_edge *edge = &edges[number];
    odd ^=
        edge->south_x <= list->box.west && edge->south > list->box.south && latitude >= edge->south;
    odd ^=
        edge->north_x <= list->box.west && edge->north > list->box.south && latitude >= edge->north;
    const plat_degree_edge *exact = &degrees[number];
    if (y < exact->south || y > exact->north) continue;
    if (least(exact->south_x, exact->north_x) > x) continue;
    if (greatest(exact->south_x, exact->north_x) >= x) {
      int32_t turn =
          plat_orientation(exact->south_x, exact->south, exact->north_x, exact->north, x, y);
      if (turn == 0) return 1;
      if (turn > 0) continue;
    }
    odd ^= spans(edge, latitude);
  }
  return (int32_t)odd;
}

uint64_t plat_polygon_word_scalar(
    const plat_edge *edges, const plat_edge_list *list, const int32_t *longitudes,
    const int32_t *latitudes, uint64_t wanted, uint64_t *unsure) {
  return polygon_word(edges, list, longitudes, latitudes, wanted, unsure);
}

#if PLAT_X86

__attribute__((target("avx2"))) static uint64_t polygon_word_avx2(
    const plat_edge *edges, const plat_edge_list *list, const int32_t *longitudes,
    const int32_t *latitudes, uint64_t wanted, uint64_t *unsure) {
  return polygon_word(edges, list, longitudes, latitudes, wanted, unsure);
}

#endif

uint64_t plat_polygon_word(
    const plat_edge *edges, const plat_edge_list *list, const int32_t *longitudes,
    const int32_t *latitudes, uint64_t wanted, uint64_t *unsure) {
#if PLAT_X86
  if (has_avx2()) return polygon_word_avx2(edges, list, longitudes, latitudes, wanted, unsure);
#endif
  return polygon_word(edges, list, longitudes, latitudes, wanted, unsure);
}
