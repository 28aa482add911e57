#include "circle_shared.h"

void plat_circle_make(plat_circle *circle, int32_t longitude, int32_t latitude, double radius) {
  memset(circle, 0, sizeof *circle);
  plat_centre *centre = &circle->centre;
  plat_centre_make(centre, longitude, latitude);
  circle->radius = radius;

  // With reduced latitudes the ellipsoid's metric lies between those of the spheres of its two
  // semiaxes, and so do its distances. A factor of 1e-12 exceeds the rounding of the chords.
  double inner = radius / (2 * SEMI_MAJOR), outer = radius / (2 * SEMI_MINOR);
  circle->chord_inner = inner >= PI / 2 ? 4 : 4 * sin(inner) * sin(inner) * (1 - 1e-12) - 1e-14;
  circle->chord_outer = outer >= PI / 2 ? 5 : 4 * sin(outer) * sin(outer) * (1 + 1e-12) + 1e-14;

  double x = CORNER * radius * centre->tangent;
  if (!(x <= X_LIMIT)) return;
  // The latitude reaches at most radius / (minimum M); the longitude as on the smaller sphere.
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
  // Single precision: the conversions and the eleven roundings of the sum stay below 1e-6 of it.
  // Degree 3 is enough if it adds little to that.
  double error3 = K3 * d2 * x2, error = floor + 4e-6 * r2;
  circle->short_series = error3 < error;
  error += circle->short_series ? error3 : K5 * d2 * x4;
  circle->inner_float = (float)(r2 - error);
  circle->outer_float = (float)(r2 + error);
  circle->longitude2_float = (float)((double)circle->half_longitude * circle->half_longitude);
  circle->latitude2_float = (float)((double)circle->half_latitude * circle->half_latitude);
}

/// Decides by the series of degree 7.
static inline int series_side(const plat_circle *circle, int32_t longitude, int32_t latitude) {
  const plat_centre *centre = &circle->centre;
  int32_t l = longitude_difference(centre, longitude), q = latitude_difference(centre, latitude);
  if (magnitude(l) > (uint32_t)circle->half_longitude
      || magnitude(q) > (uint32_t)circle->half_latitude)
    return -1;
  double d2 = squared_distance(centre, q, l);
  return d2 <= circle->inner ? 1 : d2 > circle->outer ? -1 : 0;
}

/// Decides by the two spheres.
static int sphere_side(const plat_circle *circle, int32_t longitude, int32_t latitude) {
  const plat_centre *centre = &circle->centre;
  double phi = latitude * STEP, half = ((double)longitude - centre->longitude) * (STEP / 2);
  double sine = (1 - FLATTENING) * sin(phi), cosine = cos(phi),
         scale = 1 / sqrt(sine * sine + cosine * cosine);
  sine *= scale;
  cosine *= scale;
  double up = sine - centre->sine, out = cosine - centre->cosine, turn = sin(half);
  double chord2 = up * up + out * out + 4 * cosine * centre->cosine * turn * turn;
  return chord2 <= circle->chord_inner ? 1 : chord2 > circle->chord_outer ? -1 : 0;
}

int plat_circle_side(const plat_circle *circle, int32_t longitude, int32_t latitude) {
  return circle->series ? series_side(circle, longitude, latitude)
                        : sphere_side(circle, longitude, latitude);
}

double plat_circle_lower_bound(
    const plat_circle *circle, int32_t west, int32_t south, int32_t east, int32_t north) {
  return plat_centre_lower_bound(&circle->centre, west, south, east, north);
}

/// Decides what it can of the rows in `doubtful`: returns the rows that are outside, and leaves in
/// `doubtful` the undecided ones.
static uint64_t settle(
    const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes,
    uint64_t *doubtful) {
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
    const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes,
    size_t column_blocks, const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n) {
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

/// The rows of one block that may lie in the circle; `certain` receives those that certainly do.
AVX2_FMA static inline __attribute__((always_inline)) uint64_t block_word(
    const plat_circle *circle, const int32_t *x, const int32_t *y, int wraps, int is_short,
    uint64_t *certain) {
  const plat_centre *m = &circle->centre;
  __m256 inner = _mm256_set1_ps(circle->inner_float), outer = _mm256_set1_ps(circle->outer_float);
  __m256 width = _mm256_set1_ps(circle->longitude2_float),
         height = _mm256_set1_ps(circle->latitude2_float);
  uint64_t in = 0, maybe = 0;
  for (int row = 0; row < 64; row += 8) {
    __m256i difference =
        wraps ? longitude_differences(m, x + row)
              : _mm256_sub_epi32(
                  _mm256_loadu_si256((const __m256i *)(x + row)), _mm256_set1_epi32(m->longitude));
    __m256 l = _mm256_cvtepi32_ps(difference),
           q = _mm256_cvtepi32_ps(latitude_differences(m, y + row));
    __m256 p = _mm256_mul_ps(l, l), q2 = _mm256_mul_ps(q, q);
    __m256 g0 = _mm256_set1_ps(m->f0[1]), g1 = _mm256_set1_ps(m->f1[1]);
    if (!is_short) {
      g0 = _mm256_fmadd_ps(
          q, _mm256_fmadd_ps(q, _mm256_set1_ps(m->f0[3]), _mm256_set1_ps(m->f0[2])), g0);
      g1 = _mm256_fmadd_ps(
          q, _mm256_fmadd_ps(q, _mm256_set1_ps(m->f1[3]), _mm256_set1_ps(m->f1[2])), g1);
    }
    g0 = _mm256_fmadd_ps(q, g0, _mm256_set1_ps(m->f0[0]));
    g1 = _mm256_fmadd_ps(q, g1, _mm256_set1_ps(m->f1[0]));
    if (!is_short)
      g1 = _mm256_fmadd_ps(
          p, _mm256_fmadd_ps(q, _mm256_set1_ps(m->f2[1]), _mm256_set1_ps(m->f2[0])), g1);
    // A row outside the circle's box gets all bits set: NaN, which is below nothing.
    __m256 far =
        _mm256_or_ps(_mm256_cmp_ps(p, width, _CMP_GT_OQ), _mm256_cmp_ps(q2, height, _CMP_GT_OQ));
    __m256 d2 = _mm256_or_ps(_mm256_fmadd_ps(q2, g0, _mm256_mul_ps(p, g1)), far);
    maybe |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(d2, outer, _CMP_LE_OQ)) << row;
    in |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(d2, inner, _CMP_LE_OQ)) << row;
  }
  *certain = in;
  return maybe;
}

AVX2_FMA static inline __attribute__((always_inline)) int circle_words(
    const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes,
    size_t column_blocks, const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n,
    int wraps, int is_short) {
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
    const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes,
    size_t column_blocks, const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n) {
  if (circle->centre.wrap == 0 && circle->short_series)
    return circle_words(
        circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n, 0, 1);
  if (circle->centre.wrap == 0)
    return circle_words(
        circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n, 0, 0);
  return circle_words(circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n, 1, 0);
}

#endif

// MARK: - Dispatch

int plat_circle_words(
    const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes,
    size_t column_blocks, const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n) {
#if PLAT_X86
  if (circle->series && has_avx2())
    return circle_words_avx2(
        circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n);
#endif
  return plat_circle_words_scalar(
      circle, longitudes, latitudes, column_blocks, blocks, words, unsure, n);
}
