#include "Kernels.h"
#include "cpu.h"

// The strips must be those that the index was made with, on all machines.
#if defined(__clang__)
#pragma clang fp contract(off)
#endif

#define STEPS 1e7

static inline double least(double a, double b) { return a < b ? a : b; }
static inline double greatest(double a, double b) { return a > b ? a : b; }

static inline int64_t strip_of(const plat_edges *index, double latitude) {
  double strip = (latitude - index->south) * index->strips_per_degree;
  return strip <= 0 ? 0 : strip >= (double)(index->strips - 1) ? index->strips - 1 : (int64_t)strip;
}

static inline __attribute__((always_inline)) uint64_t polygon_word(
  const plat_edges *index, const int32_t *longitudes, const int32_t *latitudes, uint64_t wanted, uint64_t *unsure) {
  double x[64], y[64];
  // All bits set where true.
  int64_t odd[64], near[64];
  int32_t west_step = INT32_MAX, south_step = INT32_MAX, east_step = INT32_MIN, north_step = INT32_MIN;
  for (int i = 0; i < 64; i++) {
    int32_t is_wanted = -(int32_t)(wanted >> i & 1);
    int32_t h = longitudes[i], v = latitudes[i];
    // A row that is not wanted widens nothing.
    int32_t low_h = (h & is_wanted) | (INT32_MAX & ~is_wanted), low_v = (v & is_wanted) | (INT32_MAX & ~is_wanted);
    int32_t high_h = (h & is_wanted) | (INT32_MIN & ~is_wanted), high_v = (v & is_wanted) | (INT32_MIN & ~is_wanted);
    west_step = low_h < west_step ? low_h : west_step;
    south_step = low_v < south_step ? low_v : south_step;
    east_step = high_h > east_step ? high_h : east_step;
    north_step = high_v > north_step ? high_v : north_step;
  }
  // The rows' box and a step around it.
  double west = (double)west_step - 1, south = (double)south_step - 1;
  double east = (double)east_step + 1, north = (double)north_step + 1;
  int64_t first = strip_of(index, south / STEPS), last = strip_of(index, north / STEPS);
  // Many edges in few rows' reach: row by row is faster.
  if (index->starts[last + 1] - index->starts[first] > 2 * __builtin_popcountll(wanted)) {
    *unsure = wanted;
    return 0;
  }
  for (int i = 0; i < 64; i++) {
    x[i] = longitudes[i];
    y[i] = latitudes[i];
    odd[i] = 0;
    near[i] = 0;
  }
  int64_t all = 0;
  for (int64_t strip = first; strip <= last; strip++) {
    for (int64_t e = index->starts[strip]; e < index->starts[strip + 1]; e++) {
      plat_edge edge = index->edges[e];
      double south_x = edge.south_x * STEPS, bottom = edge.south * STEPS;
      double north_x = edge.north_x * STEPS, top = edge.north * STEPS;
      if (greatest(south_x, north_x) < west) break;
      if (bottom > north || top < south) continue;
      // Once, not in each of its strips.
      int64_t own = strip_of(index, edge.south);
      if ((own > first ? own : first) != strip) continue;
      if (least(south_x, north_x) > east) {
        // East of all rows.
        if (bottom <= south && top >= north) {
          all = ~all;
          continue;
        }
        for (int i = 0; i < 64; i++) odd[i] ^= -(int64_t)((y[i] >= bottom) & (y[i] < top));
        continue;
      }
      double run = north_x - south_x, climb = top - bottom;
      double margin = PLAT_EDGE_TOLERANCE * ((run < 0 ? -run : run) + climb);
      double low = bottom - PLAT_EDGE_TOLERANCE, high = top + PLAT_EDGE_TOLERANCE;
      for (int i = 0; i < 64; i++) {
        // Above 0 where the row lies west of the edge's line.
        double side = run * (y[i] - bottom) - climb * (x[i] - south_x);
        odd[i] ^= -(int64_t)((y[i] >= bottom) & (y[i] < top) & (side > 0));
        near[i] |= -(int64_t)((y[i] >= low) & (y[i] <= high) & (side <= margin) & (side >= -margin));
      }
    }
  }
  uint64_t inside = 0, doubtful = 0;
  for (int i = 0; i < 64; i++) {
    inside |= (uint64_t)((odd[i] ^ all) & 1) << i;
    doubtful |= (uint64_t)(near[i] & 1) << i;
  }
  *unsure = doubtful & wanted;
  return inside & wanted & ~doubtful;
}

uint64_t plat_polygon_word_scalar(
  const plat_edges *edges, const int32_t *longitudes, const int32_t *latitudes, uint64_t wanted, uint64_t *unsure) {
  return polygon_word(edges, longitudes, latitudes, wanted, unsure);
}

#if PLAT_X86

__attribute__((target("avx2"))) static uint64_t polygon_word_avx2(
  const plat_edges *edges, const int32_t *longitudes, const int32_t *latitudes, uint64_t wanted, uint64_t *unsure) {
  return polygon_word(edges, longitudes, latitudes, wanted, unsure);
}

#endif

uint64_t plat_polygon_word(
  const plat_edges *edges, const int32_t *longitudes, const int32_t *latitudes, uint64_t wanted, uint64_t *unsure) {
#if PLAT_X86
  if (has_avx2()) return polygon_word_avx2(edges, longitudes, latitudes, wanted, unsure);
#endif
  return polygon_word(edges, longitudes, latitudes, wanted, unsure);
}
