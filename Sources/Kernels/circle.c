#include "Kernels.h"
#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define PLAT_X86 1
#endif

// The twins must round alike, and so must all machines.
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
#define DEGREE 7
// Ten times the worst ever measured, see circle.h.
#define K3 0.9
#define K5 0.08
#define K7 0.002
// The greatest x of the bounds, and how far a corner of a circle's box lies out, in radii.
#define X_LIMIT 0.5
#define CORNER 1.6

// MARK: - The series

/// The Taylor coefficients in q, around a latitude, of 1 / M^2 and 1 / (N cos)^2 for an equator of radius 1.
static void metric_series(double latitude, double *meridian, double *parallel) {
  double cosine = cos(2 * latitude), sine = sin(2 * latitude), scale = 1;
  double w[DEGREE], c[DEGREE], square[DEGREE];
  for (int k = 0; k < DEGREE; k++) {
    // The k-th Taylor coefficient of cos(2 latitude + 2 q).
    double v = (k & 1) ? sine : cosine;
    if ((k + 1) & 2) v = -v;
    v *= scale;
    scale *= 2.0 / (k + 1);
    w[k] = ECCENTRICITY2 / 2 * v;
    c[k] = v / 2;
  }
  w[0] += 1 - ECCENTRICITY2 / 2;
  c[0] += 0.5;
  for (int k = 0; k < DEGREE; k++) {
    square[k] = 0;
    for (int i = 0; i <= k; i++) square[k] += w[i] * w[k - i];
  }
  double inverse = 1 / ((1 - ECCENTRICITY2) * (1 - ECCENTRICITY2)), inverse_c = 1 / c[0];
  for (int k = 0; k < DEGREE; k++) {
    double cube = 0, quotient = w[k];
    for (int i = 0; i <= k; i++) cube += square[i] * w[k - i];
    for (int i = 1; i <= k; i++) quotient -= c[i] * parallel[k - i];
    meridian[k] = cube * inverse;
    parallel[k] = quotient * inverse_c;
  }
}

/// The coefficients f[n][j] of q^(n - 2j) l^2j in the squared distance, for an equator of radius 1.
static void distance_series(double latitude, double f[DEGREE + 1][DEGREE / 2 + 1]) {
  double meridian[DEGREE], parallel[DEGREE];
  metric_series(latitude, meridian, parallel);
  // The homogeneous parts of F_q^2 and F_l^2.
  double u[DEGREE + 1][DEGREE / 2 + 2], v[DEGREE + 1][DEGREE / 2 + 2];
  memset(u, 0, sizeof u);
  memset(v, 0, sizeof v);
  double q2 = 1 / meridian[0], l2 = 1 / parallel[0];
  f[2][0] = q2;
  f[2][1] = l2;
  u[2][0] = 4 * q2 * q2;
  v[2][1] = 4 * l2 * l2;
  for (int n = 3; n <= DEGREE; n++) {
    for (int a = 3; a < n; a++) {
      int b = n + 2 - a;
      for (int i = 0; 2 * i <= a; i++)
        for (int j = 0; 2 * j <= b; j++) {
          double product = f[a][i] * f[b][j];
          u[n][i + j] += (a - 2 * i) * (b - 2 * j) * product;
          if (i > 0 && j > 0) v[n][i + j - 1] += 4 * i * j * product;
        }
    }
    for (int k = 0; 2 * k <= n; k++) {
      double sum = 0;
      for (int s = 0; s <= n - 2; s++) sum += meridian[s] * u[n - s][k] + parallel[s] * v[n - s][k];
      f[n][k] = -sum / (4 * (n - 1));
    }
    for (int k = 0; 2 * k <= n; k++) {
      u[n][k] += 4 * q2 * (n - 2 * k) * f[n][k];
      v[n][k] += 8 * l2 * k * f[n][k];
    }
  }
}

static int32_t clamped_steps(double steps) { return steps < HALF_TURN ? (int32_t)steps : HALF_TURN; }

void plat_centre_make(plat_centre *centre, int32_t longitude, int32_t latitude) {
  memset(centre, 0, sizeof *centre);
  centre->longitude = longitude;
  centre->latitude = latitude;
  double phi = latitude * STEP;
  double sine = (1 - FLATTENING) * sin(phi), cosine = cos(phi), scale = 1 / sqrt(sine * sine + cosine * cosine);
  centre->sine = sine * scale;
  centre->cosine = cosine * scale;

  double w2 = 1 - ECCENTRICITY2 * sin(phi) * sin(phi), meridian = (1 - ECCENTRICITY2) / (w2 * sqrt(w2));
  double c = centre->cosine, s = centre->sine, a2 = SEMI_MAJOR * SEMI_MAJOR;
  centre->meridian2 = a2 * meridian * meridian;
  centre->parallel2 = a2 * c * c;
  centre->parallel2_slope = a2 * 2 * fabs(s) * c;
  centre->parallel2_bend = a2 * fmax(0, c * c - s * s);

  centre->tangent = INFINITY;
  if (latitude < -800000000 || latitude > 800000000) return;
  centre->tangent = (1 + fabs(tan(phi))) / SEMI_MAJOR;
  double f[DEGREE + 1][DEGREE / 2 + 1];
  distance_series(phi, f);
  double power = a2 * STEP * STEP;
  for (int n = 2; n <= DEGREE; n++, power *= STEP) {
    centre->c0[n - 2] = f[n][0] * power;
    centre->c1[n - 2] = f[n][1] * power;
    if (n >= 4) centre->c2[n - 4] = f[n][2] * power;
    if (n >= 6) centre->c3[n - 6] = f[n][3] * power;
  }
  for (int i = 0; i < 4; i++) centre->f0[i] = (float)centre->c0[i], centre->f1[i] = (float)centre->c1[i];
  for (int i = 0; i < 2; i++) centre->f2[i] = (float)centre->c2[i];

  // In the box of this half side a position is at most 1.6 half sides away, and K7 / 2 d x^6 stays under 0.8 um.
  double x = 0.036;
  double half = x / CORNER / centre->tangent;
  centre->reach_latitude = clamped_steps(half / (SEMI_MAJOR * meridian) / STEP);
  centre->reach_longitude = clamped_steps(half / (SEMI_MAJOR * c) / STEP);
  // No difference that is used passes 63 degrees.
  if (longitude > HALF_TURN - 640000000) centre->wrap = (int32_t)-694967296;
  if (longitude < -HALF_TURN + 640000000) centre->wrap = 694967296;
}

/// The difference of longitudes in steps, modulo 2^32: right wherever it is under 69 degrees.
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
  double g0 = m->c0[0] + q * (m->c0[1] + q * (m->c0[2] + q * (m->c0[3] + q * (m->c0[4] + q * m->c0[5]))));
  double g1 = m->c1[0] + q * (m->c1[1] + q * (m->c1[2] + q * (m->c1[3] + q * (m->c1[4] + q * m->c1[5]))));
  double g2 = m->c2[0] + q * (m->c2[1] + q * (m->c2[2] + q * m->c2[3]));
  double g3 = m->c3[0] + q * m->c3[1];
  return q * q * g0 + p * (g1 + p * (g2 + p * g3));
}

double plat_centre_distance(const plat_centre *centre, int32_t longitude, int32_t latitude) {
  int32_t l = longitude_difference(centre, longitude), q = latitude_difference(centre, latitude);
  if (magnitude(l) > (uint32_t)centre->reach_longitude || magnitude(q) > (uint32_t)centre->reach_latitude) return NAN;
  return sqrt(squared_distance(centre, q, l));
}

int plat_centre_distances_scalar(
  const plat_centre *centre, const int32_t *longitudes, const int32_t *latitudes, double *out, size_t n) {
  int any = 0;
  for (size_t i = 0; i < n; i++) {
    double distance = plat_centre_distance(centre, longitudes[i], latitudes[i]);
    any |= distance != distance;
    out[i] = distance;
  }
  return any;
}

// MARK: - Lower bounds to boxes

// The shortest path to a box stays between the latitudes of its ends and the little that a geodesic rises above them
// towards the pole, at most 0.3 times the squared difference of longitude. Within these latitudes the metric is
// nowhere smaller than M^2 dq^2 + C^2 dl^2 with M and C at its least, and in that flat metric Pythagoras holds. The
// distance at one latitude grows with the difference of longitude, so that the latter may be cut off at half a radian.

double plat_centre_lower_bound(const plat_centre *centre, int32_t west, int32_t south, int32_t east, int32_t north) {
  double longitude = centre->longitude, latitude = centre->latitude;
  double to_west = west - longitude, to_east = longitude - east;
  double gap = fmax(0, fmax(to_west, to_east));
  double around = fmin(to_west, to_east) + FULL_TURN;
  double l = fmin(fmin(gap, around) * STEP, 0.5);
  double q = fmax(0, fmax(south - latitude, latitude - north)) * STEP;
  double nearest = fmin(fmax(latitude, south), north);
  double rise = fmax(0, fabs(nearest) - fabs(latitude)) * (STEP * 1.0034) + 0.302 * (l * l);
  double rise2 = rise * rise;
  double parallel2 = centre->parallel2 - centre->parallel2_slope * rise - centre->parallel2_bend * rise2
    - (SEMI_MAJOR * SEMI_MAJOR * 0.667) * (rise2 * rise);
  double meridian2 = centre->meridian2 * (1 - 0.0203 * q);
  double bound = sqrt(meridian2 * (q * q) + fmax(0, parallel2) * (l * l)) * (1 - 1e-9);
  return fmax(0, bound - PLAT_DISTANCE_ERROR);
}

void plat_centre_lower_bounds_scalar(
  const plat_centre *centre, const int32_t west[16], const int32_t south[16], const int32_t east[16],
  const int32_t north[16], double out[16]) {
  for (int i = 0; i < 16; i++) out[i] = plat_centre_lower_bound(centre, west[i], south[i], east[i], north[i]);
}

// MARK: - Circles

void plat_circle_make(plat_circle *circle, int32_t longitude, int32_t latitude, double radius) {
  memset(circle, 0, sizeof *circle);
  plat_centre *centre = &circle->centre;
  plat_centre_make(centre, longitude, latitude);
  circle->radius = radius;

  // With reduced latitudes the ellipsoid's metric lies between those of the spheres of its two half axes, and so do
  // its distances. A millionth of a millionth is more than the chords' rounding.
  double inner = radius / (2 * SEMI_MAJOR), outer = radius / (2 * SEMI_MINOR);
  circle->chord_inner = inner >= PI / 2 ? 4 : 4 * sin(inner) * sin(inner) * (1 - 1e-12) - 1e-14;
  circle->chord_outer = outer >= PI / 2 ? 5 : 4 * sin(outer) * sin(outer) * (1 + 1e-12) + 1e-14;

  double x = CORNER * radius * centre->tangent;
  if (!(x <= X_LIMIT)) return;
  // The latitude reaches at most radius / (least M); the longitude as on the smaller sphere.
  double sine = sin(radius / SEMI_MINOR) / centre->cosine;
  double half_latitude = radius / (SEMI_MAJOR * (1 - ECCENTRICITY2));
  double half_longitude = asin(fmin(1, sine));
  if (!(half_longitude < 1.1)) return;
  circle->series = 1;
  circle->half_latitude = (int32_t)(half_latitude / STEP * 1.001) + 2;
  circle->half_longitude = (int32_t)(half_longitude / STEP * 1.001) + 2;

  double r2 = radius * radius, d2 = CORNER * CORNER * r2;
  double floor = (2 * radius + PLAT_DISTANCE_FLOOR) * PLAT_DISTANCE_FLOOR;
  double x2 = x * x, x4 = x2 * x2;
  double error7 = K7 * d2 * x4 * x2 + floor + 1e-14 * r2;
  circle->inner = r2 - error7;
  circle->outer = r2 + error7;
  // Single precision: the conversions and the eleven roundings of the sum stay under 1e-6 of it. Degree 3 is enough
  // where it adds little to that.
  double error3 = K3 * d2 * x2, error = floor + 4e-6 * r2;
  circle->short_series = error3 < error;
  error += circle->short_series ? error3 : K5 * d2 * x4;
  circle->inner_float = (float)(r2 - error);
  circle->outer_float = (float)(r2 + error);
  circle->longitude2_float = (float)((double)circle->half_longitude * circle->half_longitude);
  circle->latitude2_float = (float)((double)circle->half_latitude * circle->half_latitude);
}

/// By the series of degree 7.
static inline int series_side(const plat_circle *circle, int32_t longitude, int32_t latitude) {
  const plat_centre *centre = &circle->centre;
  int32_t l = longitude_difference(centre, longitude), q = latitude_difference(centre, latitude);
  if (magnitude(l) > (uint32_t)circle->half_longitude || magnitude(q) > (uint32_t)circle->half_latitude) return -1;
  double d2 = squared_distance(centre, q, l);
  return d2 <= circle->inner ? 1 : d2 > circle->outer ? -1 : 0;
}

/// By the two spheres.
static int sphere_side(const plat_circle *circle, int32_t longitude, int32_t latitude) {
  const plat_centre *centre = &circle->centre;
  double phi = latitude * STEP, half = ((double)longitude - centre->longitude) * (STEP / 2);
  double sine = (1 - FLATTENING) * sin(phi), cosine = cos(phi), scale = 1 / sqrt(sine * sine + cosine * cosine);
  sine *= scale;
  cosine *= scale;
  double up = sine - centre->sine, out = cosine - centre->cosine, turn = sin(half);
  double chord2 = up * up + out * out + 4 * cosine * centre->cosine * turn * turn;
  return chord2 <= circle->chord_inner ? 1 : chord2 > circle->chord_outer ? -1 : 0;
}

int plat_circle_side(const plat_circle *circle, int32_t longitude, int32_t latitude) {
  return circle->series ? series_side(circle, longitude, latitude) : sphere_side(circle, longitude, latitude);
}

double plat_circle_lower_bound(const plat_circle *circle, int32_t west, int32_t south, int32_t east, int32_t north) {
  return plat_centre_lower_bound(&circle->centre, west, south, east, north);
}

/// Settles what it can of the rows in `doubtful`: gives the rows that are out, leaves in `doubtful` those unsure.
static uint64_t settle(
  const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes, uint64_t *doubtful) {
  uint64_t out = 0, unsure = 0;
  for (uint64_t rest = *doubtful; rest != 0; rest &= rest - 1) {
    int row = __builtin_ctzll(rest);
    int side = plat_circle_side(circle, longitudes[row], latitudes[row]);
    if (side < 0) out |= 1ull << row;
    if (side == 0) unsure |= 1ull << row;
  }
  *doubtful = unsure;
  return out;
}

int plat_circle_words_scalar(
  const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes, size_t column_blocks,
  const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n) {
  uint64_t any = 0;
  for (size_t i = 0; i < n; i++) {
    unsure[i] = 0;
    if (blocks[i] >= column_blocks) words[i] = 0;
    if (words[i] == 0) continue;
    size_t row = (size_t)blocks[i] * 64;
    unsure[i] = words[i];
    words[i] &= ~settle(circle, longitudes + row, latitudes + row, &unsure[i]);
    any |= unsure[i];
  }
  return any != 0;
}

// MARK: - AVX2

#if PLAT_X86

#define AVX2 __attribute__((target("avx2")))
#define AVX2_FMA __attribute__((target("avx2,fma")))

AVX2 static inline __m256i longitude_differences(const plat_centre *centre, const int32_t *longitudes) {
  __m256i own = _mm256_set1_epi32(centre->longitude), values = _mm256_loadu_si256((const __m256i *)longitudes);
  __m256i turn = _mm256_and_si256(
    _mm256_srai_epi32(_mm256_xor_si256(values, own), 31), _mm256_set1_epi32(centre->wrap));
  return _mm256_add_epi32(_mm256_sub_epi32(values, own), turn);
}

AVX2 static inline __m256i latitude_differences(const plat_centre *centre, const int32_t *latitudes) {
  return _mm256_sub_epi32(_mm256_loadu_si256((const __m256i *)latitudes), _mm256_set1_epi32(centre->latitude));
}

/// All ones where the unsigned magnitude is at most the limit.
AVX2 static inline __m256i within(__m256i values, int32_t limit) {
  __m256i magnitudes = _mm256_abs_epi32(values);
  return _mm256_cmpeq_epi32(_mm256_min_epu32(magnitudes, _mm256_set1_epi32(limit)), magnitudes);
}

#define CONSTANT(x) _mm256_set1_pd(x)

/// sum[k] = c + x[k] sum[k], for two vectors at once.
AVX2 static inline __attribute__((always_inline)) void horner(__m256d sum[2], const __m256d x[2], double c) {
  __m256d constant = CONSTANT(c);
  for (int k = 0; k < 2; k++) sum[k] = _mm256_add_pd(constant, _mm256_mul_pd(x[k], sum[k]));
}

AVX2 static inline __attribute__((always_inline)) void squared_distances(
  const plat_centre *m, const __m256d q[2], const __m256d l[2], __m256d out[2]) {
  __m256d p[2], g0[2], g1[2], g2[2], g3[2];
  for (int k = 0; k < 2; k++) {
    p[k] = _mm256_mul_pd(l[k], l[k]);
    g0[k] = CONSTANT(m->c0[5]);
    g1[k] = CONSTANT(m->c1[5]);
    g2[k] = CONSTANT(m->c2[3]);
    g3[k] = CONSTANT(m->c3[1]);
  }
  horner(g3, q, m->c3[0]);
  for (int i = 2; i >= 0; i--) horner(g2, q, m->c2[i]);
  for (int i = 4; i >= 0; i--) horner(g1, q, m->c1[i]);
  for (int i = 4; i >= 0; i--) horner(g0, q, m->c0[i]);
  for (int k = 0; k < 2; k++) {
    __m256d tail = _mm256_add_pd(g2[k], _mm256_mul_pd(p[k], g3[k]));
    tail = _mm256_add_pd(g1[k], _mm256_mul_pd(p[k], tail));
    out[k] = _mm256_add_pd(_mm256_mul_pd(_mm256_mul_pd(q[k], q[k]), g0[k]), _mm256_mul_pd(p[k], tail));
  }
}

AVX2 static int centre_distances_avx2(
  const plat_centre *centre, const int32_t *longitudes, const int32_t *latitudes, double *out, size_t n) {
  const plat_centre own = *centre;  // `out` cannot alias it
  __m256i any = _mm256_setzero_si256();
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    __m256i l = longitude_differences(&own, longitudes + i), q = latitude_differences(&own, latitudes + i);
    __m256i good = _mm256_and_si256(within(l, own.reach_longitude), within(q, own.reach_latitude));
    // No number where the bits are all set.
    __m256i bad = _mm256_xor_si256(good, _mm256_set1_epi32(-1));
    any = _mm256_or_si256(any, bad);
    __m256d l2[2] = {
      _mm256_cvtepi32_pd(_mm256_castsi256_si128(l)), _mm256_cvtepi32_pd(_mm256_extracti128_si256(l, 1))};
    __m256d q2[2] = {
      _mm256_cvtepi32_pd(_mm256_castsi256_si128(q)), _mm256_cvtepi32_pd(_mm256_extracti128_si256(q, 1))};
    __m256i bad2[2] = {
      _mm256_cvtepi32_epi64(_mm256_castsi256_si128(bad)), _mm256_cvtepi32_epi64(_mm256_extracti128_si256(bad, 1))};
    __m256d d2[2];
    squared_distances(&own, q2, l2, d2);
    for (int k = 0; k < 2; k++)
      _mm256_storeu_pd(out + i + 4 * k, _mm256_or_pd(_mm256_sqrt_pd(d2[k]), _mm256_castsi256_pd(bad2[k])));
  }
  return !_mm256_testz_si256(any, any)
    | plat_centre_distances_scalar(centre, longitudes + i, latitudes + i, out + i, n - i);
}

AVX2 static void centre_lower_bounds_avx2(
  const plat_centre *centre, const int32_t *west, const int32_t *south, const int32_t *east, const int32_t *north,
  double *out) {
  const __m256d zero = _mm256_setzero_pd(), sign = CONSTANT(-0.0);
  __m256d longitude = CONSTANT(centre->longitude), latitude = CONSTANT(centre->latitude);
  __m256d latitude_magnitude = _mm256_andnot_pd(sign, latitude);
  for (int i = 0; i < 16; i += 4) {
    __m256d w = _mm256_cvtepi32_pd(_mm_loadu_si128((const __m128i *)(west + i)));
    __m256d s = _mm256_cvtepi32_pd(_mm_loadu_si128((const __m128i *)(south + i)));
    __m256d e = _mm256_cvtepi32_pd(_mm_loadu_si128((const __m128i *)(east + i)));
    __m256d n = _mm256_cvtepi32_pd(_mm_loadu_si128((const __m128i *)(north + i)));
    __m256d to_west = _mm256_sub_pd(w, longitude), to_east = _mm256_sub_pd(longitude, e);
    __m256d gap = _mm256_max_pd(_mm256_max_pd(to_west, to_east), zero);
    __m256d around = _mm256_add_pd(_mm256_min_pd(to_west, to_east), CONSTANT(FULL_TURN));
    __m256d l = _mm256_min_pd(_mm256_mul_pd(_mm256_min_pd(gap, around), CONSTANT(STEP)), CONSTANT(0.5));
    __m256d below = _mm256_sub_pd(s, latitude), above = _mm256_sub_pd(latitude, n);
    __m256d q = _mm256_mul_pd(_mm256_max_pd(_mm256_max_pd(below, above), zero), CONSTANT(STEP));
    __m256d nearest = _mm256_andnot_pd(sign, _mm256_min_pd(_mm256_max_pd(latitude, s), n));
    __m256d l2 = _mm256_mul_pd(l, l);
    __m256d climb = _mm256_max_pd(_mm256_sub_pd(nearest, latitude_magnitude), zero);
    __m256d rise = _mm256_add_pd(
      _mm256_mul_pd(climb, CONSTANT(STEP * 1.0034)), _mm256_mul_pd(CONSTANT(0.302), l2));
    __m256d rise2 = _mm256_mul_pd(rise, rise);
    __m256d parallel2 = CONSTANT(centre->parallel2);
    parallel2 = _mm256_sub_pd(parallel2, _mm256_mul_pd(CONSTANT(centre->parallel2_slope), rise));
    parallel2 = _mm256_sub_pd(parallel2, _mm256_mul_pd(CONSTANT(centre->parallel2_bend), rise2));
    parallel2 = _mm256_sub_pd(
      parallel2, _mm256_mul_pd(CONSTANT(SEMI_MAJOR * SEMI_MAJOR * 0.667), _mm256_mul_pd(rise2, rise)));
    __m256d meridian2 = _mm256_mul_pd(
      CONSTANT(centre->meridian2), _mm256_sub_pd(CONSTANT(1), _mm256_mul_pd(CONSTANT(0.0203), q)));
    __m256d d2 = _mm256_add_pd(
      _mm256_mul_pd(meridian2, _mm256_mul_pd(q, q)), _mm256_mul_pd(_mm256_max_pd(parallel2, zero), l2));
    __m256d bound = _mm256_mul_pd(_mm256_sqrt_pd(d2), CONSTANT(1 - 1e-9));
    _mm256_storeu_pd(out + i, _mm256_max_pd(_mm256_sub_pd(bound, CONSTANT(PLAT_DISTANCE_ERROR)), zero));
  }
}

/// The rows of one block that may lie in the circle; `certain` gets those that do.
AVX2_FMA static inline __attribute__((always_inline)) uint64_t block_word(
  const plat_circle *circle, const int32_t *x, const int32_t *y, int wraps, int is_short, uint64_t *certain) {
  const plat_centre *m = &circle->centre;
  __m256 inner = _mm256_set1_ps(circle->inner_float), outer = _mm256_set1_ps(circle->outer_float);
  __m256 width = _mm256_set1_ps(circle->longitude2_float), height = _mm256_set1_ps(circle->latitude2_float);
  uint64_t in = 0, maybe = 0;
  for (int row = 0; row < 64; row += 8) {
    __m256i difference = wraps ? longitude_differences(m, x + row)
      : _mm256_sub_epi32(_mm256_loadu_si256((const __m256i *)(x + row)), _mm256_set1_epi32(m->longitude));
    __m256 l = _mm256_cvtepi32_ps(difference), q = _mm256_cvtepi32_ps(latitude_differences(m, y + row));
    __m256 p = _mm256_mul_ps(l, l), q2 = _mm256_mul_ps(q, q);
    __m256 g0 = _mm256_set1_ps(m->f0[1]), g1 = _mm256_set1_ps(m->f1[1]);
    if (!is_short) {
      g0 = _mm256_fmadd_ps(q, _mm256_fmadd_ps(q, _mm256_set1_ps(m->f0[3]), _mm256_set1_ps(m->f0[2])), g0);
      g1 = _mm256_fmadd_ps(q, _mm256_fmadd_ps(q, _mm256_set1_ps(m->f1[3]), _mm256_set1_ps(m->f1[2])), g1);
    }
    g0 = _mm256_fmadd_ps(q, g0, _mm256_set1_ps(m->f0[0]));
    g1 = _mm256_fmadd_ps(q, g1, _mm256_set1_ps(m->f1[0]));
    if (!is_short)
      g1 = _mm256_fmadd_ps(p, _mm256_fmadd_ps(q, _mm256_set1_ps(m->f2[1]), _mm256_set1_ps(m->f2[0])), g1);
    // A row out of the circle's box gets all bits set, which is no number and so below nothing.
    __m256 far = _mm256_or_ps(_mm256_cmp_ps(p, width, _CMP_GT_OQ), _mm256_cmp_ps(q2, height, _CMP_GT_OQ));
    __m256 d2 = _mm256_or_ps(_mm256_fmadd_ps(q2, g0, _mm256_mul_ps(p, g1)), far);
    maybe |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(d2, outer, _CMP_LE_OQ)) << row;
    in |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(d2, inner, _CMP_LE_OQ)) << row;
  }
  *certain = in;
  return maybe;
}

AVX2_FMA static inline __attribute__((always_inline)) int circle_words(
  const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes, size_t column_blocks,
  const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n, int wraps, int is_short) {
  uint64_t any = 0;
  for (size_t i = 0; i < n; i++) {
    unsure[i] = 0;
    if (blocks[i] >= column_blocks) words[i] = 0;
    if (words[i] == 0) continue;
    const int32_t *x = longitudes + (size_t)blocks[i] * 64, *y = latitudes + (size_t)blocks[i] * 64;
    uint64_t certain, kept = words[i] & block_word(circle, x, y, wraps, is_short, &certain);
    uint64_t doubtful = kept & ~certain;
    if (doubtful != 0) {
      kept &= ~settle(circle, x, y, &doubtful);
      unsure[i] = doubtful;
      any |= doubtful;
    }
    words[i] = kept;
  }
  return any != 0;
}

AVX2_FMA static int circle_words_avx2(
  const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes, size_t column_blocks,
  const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n) {
  if (circle->centre.wrap == 0 && circle->short_series)
    return circle_words(circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n, 0, 1);
  if (circle->centre.wrap == 0)
    return circle_words(circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n, 0, 0);
  return circle_words(circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n, 1, 0);
}

/// Whether this machine has AVX2 and FMA: 0 not asked yet, 1 no, 2 yes. A race only asks twice.
static int has_avx2(void) {
  static int state = 0;
  int known = __atomic_load_n(&state, __ATOMIC_RELAXED);
  if (known == 0) {
    known = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 2 : 1;
    __atomic_store_n(&state, known, __ATOMIC_RELAXED);
  }
  return known == 2;
}

#endif

// MARK: - Dispatch

int plat_centre_distances(
  const plat_centre *centre, const int32_t *longitudes, const int32_t *latitudes, double *out, size_t n) {
#if PLAT_X86
  if (has_avx2()) return centre_distances_avx2(centre, longitudes, latitudes, out, n);
#endif
  return plat_centre_distances_scalar(centre, longitudes, latitudes, out, n);
}

void plat_centre_lower_bounds(
  const plat_centre *centre, const int32_t west[16], const int32_t south[16], const int32_t east[16],
  const int32_t north[16], double out[16]) {
#if PLAT_X86
  if (has_avx2()) {
    centre_lower_bounds_avx2(centre, west, south, east, north, out);
    return;
  }
#endif
  plat_centre_lower_bounds_scalar(centre, west, south, east, north, out);
}

int plat_circle_words(
  const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes, size_t column_blocks,
  const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n) {
#if PLAT_X86
  if (circle->series && has_avx2())
    return circle_words_avx2(circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n);
#endif
  return plat_circle_words_scalar(circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n);
}
