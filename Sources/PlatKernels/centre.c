#include "circle_shared.h"

#define DEGREE 7

// MARK: - The series

// The loops of the series have a few iterations, a constant number; unrolled they take two thirds
// of the time.
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL
#endif

/// The Taylor coefficients in q, around a latitude, of 1 / M^2 and 1 / (N cos)^2 for an equator of
/// radius 1.
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
    UNROLL
    for (int i = 0; i <= k; i++) square[k] += w[i] * w[k - i];
  }
  double inverse = 1 / ((1 - ECCENTRICITY2) * (1 - ECCENTRICITY2)), inverse_c = 1 / c[0];
  for (int k = 0; k < DEGREE; k++) {
    double cube = 0, quotient = w[k];
    UNROLL
    for (int i = 0; i <= k; i++) cube += square[i] * w[k - i];
    UNROLL
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
  UNROLL
  for (int n = 3; n <= DEGREE; n++) {
    UNROLL
    for (int a = 3; a < n; a++) {
      int b = n + 2 - a;
      UNROLL
      for (int i = 0; 2 * i <= a; i++) UNROLL
      for (int j = 0; 2 * j <= b; j++) {
        double product = f[a][i] * f[b][j];
        u[n][i + j] += (a - 2 * i) * (b - 2 * j) * product;
        if (i > 0 && j > 0) v[n][i + j - 1] += 4 * i * j * product;
      }
    }
    UNROLL
    for (int k = 0; 2 * k <= n; k++) {
      double sum = 0;
      UNROLL
      for (int s = 0; s <= n - 2; s++) sum += meridian[s] * u[n - s][k] + parallel[s] * v[n - s][k];
      f[n][k] = -sum / (4 * (n - 1));
    }
    UNROLL
    for (int k = 0; 2 * k <= n; k++) {
      u[n][k] += 4 * q2 * (n - 2 * k) * f[n][k];
      v[n][k] += 8 * l2 * k * f[n][k];
    }
  }
}

static int32_t clamped_steps(double steps) {
  return steps < HALF_TURN ? (int32_t)steps : HALF_TURN;
}

void plat_centre_make(plat_centre *centre, int32_t longitude, int32_t latitude) {
  memset(centre, 0, sizeof *centre);
  centre->longitude = longitude;
  centre->latitude = latitude;
  double phi = latitude * STEP;
  double sine = (1 - FLATTENING) * sin(phi), cosine = cos(phi),
         scale = 1 / sqrt(sine * sine + cosine * cosine);
  centre->sine = sine * scale;
  centre->cosine = cosine * scale;

  double w2 = 1 - ECCENTRICITY2 * sin(phi) * sin(phi),
         meridian = (1 - ECCENTRICITY2) / (w2 * sqrt(w2));
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
  for (int i = 0; i < 4; i++)
    centre->f0[i] = (float)centre->c0[i], centre->f1[i] = (float)centre->c1[i];
  for (int i = 0; i < 2; i++) centre->f2[i] = (float)centre->c2[i];

  // In the box with this half side a position is at most 1.6 half sides away, and K7 / 2 d x^6
  // stays below 0.8 um.
  double x = X_REACH;
  double half = x / CORNER / centre->tangent;
  centre->reach_latitude = clamped_steps(half / (SEMI_MAJOR * meridian) / STEP);
  centre->reach_longitude = clamped_steps(half / (SEMI_MAJOR * c) / STEP);
  // No difference in use exceeds 63 degrees.
  if (longitude > HALF_TURN - 640000000) centre->wrap = (int32_t)-694967296;
  if (longitude < -HALF_TURN + 640000000) centre->wrap = 694967296;
}

// MARK: - Distances

double plat_centre_distance(const plat_centre *centre, int32_t longitude, int32_t latitude) {
  int32_t l = longitude_difference(centre, longitude), q = latitude_difference(centre, latitude);
  if (magnitude(l) > (uint32_t)centre->reach_longitude
      || magnitude(q) > (uint32_t)centre->reach_latitude)
    return NAN;
  return sqrt(squared_distance(centre, q, l));
}

int plat_centre_distances_scalar(
    const plat_centre *centre, const int32_t *longitudes, const int32_t *latitudes, double *out,
    size_t n) {
  int any = 0;
  for (size_t i = 0; i < n; i++) {
    double distance = plat_centre_distance(centre, longitudes[i], latitudes[i]);
    any |= distance != distance;
    out[i] = distance;
  }
  return any;
}

// MARK: - Lower bounds to boxes

// The shortest path to a box stays between the latitudes of its ends, except that a geodesic rises
// above them toward the pole by at most 0.3 times the squared difference of longitude. Within these
// latitudes the metric is nowhere smaller than M^2 dq^2 + C^2 dl^2 with the minimum M and C, and in
// that flat metric Pythagoras holds. At one latitude the distance grows with the difference of
// longitude, so the latter may be capped at half a radian.

double plat_centre_lower_bound(
    const plat_centre *centre, int32_t west, int32_t south, int32_t east, int32_t north) {
  double longitude = centre->longitude, latitude = centre->latitude;
  double to_west = west - longitude, to_east = longitude - east;
  double gap = fmax(0, fmax(to_west, to_east));
  double around = fmin(to_west, to_east) + FULL_TURN;
  double l = fmin(fmin(gap, around) * STEP, 0.5);
  double q = fmax(0, fmax(south - latitude, latitude - north)) * STEP;
  double nearest = fmin(fmax(latitude, south), north);
  double rise = fmax(0, fabs(nearest) - fabs(latitude)) * (STEP * 1.0034) + 0.302 * (l * l);
  double rise2 = rise * rise;
  double parallel2 = centre->parallel2 - centre->parallel2_slope * rise
                     - centre->parallel2_bend * rise2
                     - (SEMI_MAJOR * SEMI_MAJOR * 0.667) * (rise2 * rise);
  double meridian2 = centre->meridian2 * (1 - 0.0203 * q);
  double bound = sqrt(meridian2 * (q * q) + fmax(0, parallel2) * (l * l)) * (1 - 1e-9);
  return fmax(0, bound - PLAT_DISTANCE_ERROR);
}

void plat_centre_lower_bounds_scalar(
    const plat_centre *centre, const int32_t west[16], const int32_t south[16],
    const int32_t east[16], const int32_t north[16], double out[16]) {
  for (int i = 0; i < 16; i++)
    out[i] = plat_centre_lower_bound(centre, west[i], south[i], east[i], north[i]);
}

// MARK: - AVX2

#if PLAT_X86

/// All ones if the unsigned magnitude is at most the limit.
AVX2 static inline __m256i within(__m256i values, int32_t limit) {
  __m256i magnitudes = _mm256_abs_epi32(values);
  return _mm256_cmpeq_epi32(_mm256_min_epu32(magnitudes, _mm256_set1_epi32(limit)), magnitudes);
}

#define CONSTANT(x) _mm256_set1_pd(x)

/// sum[k] = c + x[k] sum[k], for two vectors at once.
AVX2 static inline __attribute__((always_inline)) void horner(
    __m256d sum[2], const __m256d x[2], double c) {
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
    out[k] =
        _mm256_add_pd(_mm256_mul_pd(_mm256_mul_pd(q[k], q[k]), g0[k]), _mm256_mul_pd(p[k], tail));
  }
}

AVX2 static int centre_distances_avx2(
    const plat_centre *centre, const int32_t *longitudes, const int32_t *latitudes, double *out,
    size_t n) {
  const plat_centre own = *centre;  // `out` cannot alias it
  __m256i any = _mm256_setzero_si256();
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    __m256i l = longitude_differences(&own, longitudes + i),
            q = latitude_differences(&own, latitudes + i);
    __m256i good = _mm256_and_si256(within(l, own.reach_longitude), within(q, own.reach_latitude));
    // With all bits set it is NaN.
    __m256i bad = _mm256_xor_si256(good, _mm256_set1_epi32(-1));
    any = _mm256_or_si256(any, bad);
    __m256d l2[2] = {
        _mm256_cvtepi32_pd(_mm256_castsi256_si128(l)),
        _mm256_cvtepi32_pd(_mm256_extracti128_si256(l, 1))};
    __m256d q2[2] = {
        _mm256_cvtepi32_pd(_mm256_castsi256_si128(q)),
        _mm256_cvtepi32_pd(_mm256_extracti128_si256(q, 1))};
    __m256i bad2[2] = {
        _mm256_cvtepi32_epi64(_mm256_castsi256_si128(bad)),
        _mm256_cvtepi32_epi64(_mm256_extracti128_si256(bad, 1))};
    __m256d d2[2];
    squared_distances(&own, q2, l2, d2);
    for (int k = 0; k < 2; k++)
      _mm256_storeu_pd(
          out + i + 4 * k, _mm256_or_pd(_mm256_sqrt_pd(d2[k]), _mm256_castsi256_pd(bad2[k])));
  }
  return !_mm256_testz_si256(any, any)
         | plat_centre_distances_scalar(centre, longitudes + i, latitudes + i, out + i, n - i);
}

AVX2 static void centre_lower_bounds_avx2(
    const plat_centre *centre, const int32_t *west, const int32_t *south, const int32_t *east,
    const int32_t *north, double *out) {
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
    __m256d l =
        _mm256_min_pd(_mm256_mul_pd(_mm256_min_pd(gap, around), CONSTANT(STEP)), CONSTANT(0.5));
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
        parallel2,
        _mm256_mul_pd(CONSTANT(SEMI_MAJOR * SEMI_MAJOR * 0.667), _mm256_mul_pd(rise2, rise)));
    __m256d meridian2 = _mm256_mul_pd(
        CONSTANT(centre->meridian2),
        _mm256_sub_pd(CONSTANT(1), _mm256_mul_pd(CONSTANT(0.0203), q)));
    __m256d d2 = _mm256_add_pd(
        _mm256_mul_pd(meridian2, _mm256_mul_pd(q, q)),
        _mm256_mul_pd(_mm256_max_pd(parallel2, zero), l2));
    __m256d bound = _mm256_mul_pd(_mm256_sqrt_pd(d2), CONSTANT(1 - 1e-9));
    _mm256_storeu_pd(
        out + i, _mm256_max_pd(_mm256_sub_pd(bound, CONSTANT(PLAT_DISTANCE_ERROR)), zero));
  }
}

#endif

// MARK: - Dispatch

int plat_centre_distances(
    const plat_centre *centre, const int32_t *longitudes, const int32_t *latitudes, double *out,
    size_t n) {
#if PLAT_X86
  if (has_avx2()) return centre_distances_avx2(centre, longitudes, latitudes, out, n);
#endif
  return plat_centre_distances_scalar(centre, longitudes, latitudes, out, n);
}

void plat_centre_lower_bounds(
    const plat_centre *centre, const int32_t west[16], const int32_t south[16],
    const int32_t east[16], const int32_t north[16], double out[16]) {
#if PLAT_X86
  if (has_avx2()) {
    centre_lower_bounds_avx2(centre, west, south, east, north, out);
    return;
  }
#endif
  plat_centre_lower_bounds_scalar(centre, west, south, east, north, out);
}
