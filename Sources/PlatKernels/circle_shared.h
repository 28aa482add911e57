#pragma once
// Shared by the kernels of centres and circles.
#include "PlatKernels.h"
#include "cpu.h"
#include <math.h>
#include <string.h>

#if PLAT_X86
#include <immintrin.h>
#endif

// The twins must round the same way, on every machine.
#if defined(__clang__)
#pragma clang fp contract(off)
#endif

#define SEMI_MAJOR 6378137.0
#define FLATTENING (1 / 298.257223563)
#define SEMI_MINOR (SEMI_MAJOR * (1 - FLATTENING))
#define ECCENTRICITY2 (FLATTENING * (2 - FLATTENING))
#define PI 3.14159265358979323846
#define STEP (PI / 180 * 1e-7)
#define HALF_TURN 1800000000
#define FULL_TURN 3600000000.0
// Ten times the worst value ever measured, see circle.h.
#define K3 0.9
#define K5 0.08
#define K7 0.002
// The maximum x of plat_centre_distance.
#define X_REACH 0.036
// The maximum x of the bounds, and the distance of a corner of a circle's box, in radii.
#define X_LIMIT 0.5
#define CORNER 1.6

/// The difference of longitudes in steps, modulo 2^32: correct whenever it is below 69 degrees.
static inline int32_t longitude_difference(const plat_centre *centre, int32_t longitude) {
  uint32_t turn = (longitude ^ centre->longitude) < 0 ? (uint32_t)centre->wrap : 0;
  return (int32_t)((uint32_t)longitude - (uint32_t)centre->longitude + turn);
}

static inline int32_t latitude_difference(const plat_centre *centre, int32_t latitude) {
  return (int32_t)((uint32_t)latitude - (uint32_t)centre->latitude);
}

static inline uint32_t magnitude(int32_t v) { return v < 0 ? 0u - (uint32_t)v : (uint32_t)v; }

static inline double squared_distance(const plat_centre *m, double q, double l) {
  double p = l * l;
  double g0 =
      m->c0[0] + q * (m->c0[1] + q * (m->c0[2] + q * (m->c0[3] + q * (m->c0[4] + q * m->c0[5]))));
  double g1 =
      m->c1[0] + q * (m->c1[1] + q * (m->c1[2] + q * (m->c1[3] + q * (m->c1[4] + q * m->c1[5]))));
  double g2 = m->c2[0] + q * (m->c2[1] + q * (m->c2[2] + q * m->c2[3]));
  double g3 = m->c3[0] + q * m->c3[1];
  return q * q * g0 + p * (g1 + p * (g2 + p * g3));
}

#if PLAT_X86

#define AVX2 __attribute__((target("avx2")))
#define AVX2_FMA __attribute__((target("avx2,fma")))

AVX2 static inline __m256i longitude_differences(
    const plat_centre *centre, const int32_t *longitudes) {
  __m256i own = _mm256_set1_epi32(centre->longitude),
          values = _mm256_loadu_si256((const __m256i *)longitudes);
  __m256i turn = _mm256_and_si256(
      _mm256_srai_epi32(_mm256_xor_si256(values, own), 31), _mm256_set1_epi32(centre->wrap));
  return _mm256_add_epi32(_mm256_sub_epi32(values, own), turn);
}

AVX2 static inline __m256i latitude_differences(
    const plat_centre *centre, const int32_t *latitudes) {
  return _mm256_sub_epi32(
      _mm256_loadu_si256((const __m256i *)latitudes), _mm256_set1_epi32(centre->latitude));
}

#endif
