#include "circle_shared.h"
#include "nearest.h"

// The nearest rows, by a walk within a shrinking reach.
//
// A walk with a reach of 0 finds the blocks whose boxes contain the centre. They must be read in
// any case, and the smallest of them nearly gives the distance of the last wanted row; a second
// walk, within that reach, reads the rest. All of this uses a squared distance in single precision,
// with a relative error of at most ERROR; rows that remain get their distance from the series of
// degree 7.

// The relative error of the squared distance up to degree 3 within the reach of a centre: K3 x^2
// for x = 0.036, and the roundings.
#define ERROR 1.2e-3
// The factor for a limit, so that no row is lost: (1 + ERROR) / (1 - ERROR), rounded up.
#define SLACK 1.0025f
// The number of rows gathered beyond those wanted, or kept by the limit, before the limit is
// lowered.
#define SPARE 12
// With up to this many more rows than wanted, the rows are sorted by counting the rows before each.
#define COUNTED 32
// The number of blocks around the centre that are read in order of size.
#define AROUND 12
// The first search radius in metres, if the blocks around the centre hold too few rows.
#define FIRST_REACH 500.0

// The query and the state of the search.
typedef struct {
  const plat_tree *tree;
  const plat_places *places;
  size_t wanted;
  int32_t longitude, latitude;
  // Squared steps within which the series is certain.
  float reach_longitude2, reach_latitude2;
  // The squared distance up to degree 3: q2 q^2 + q3 q^3 + l2 l^2 + l2q l^2 q.
  float q2, q3, l2, l2q;
  // Within the reach of the walk, least_q2 q^2 + least_l2 l^2 is a lower bound of the squared
  // distance.
  float least_q2, least_l2;
  // Rows within this squared distance are gathered.
  float limit;
  // Whether at least the wanted number of rows lies within the limit.
  int is_certain;
  // The first blocks to read, smallest first.
  uint32_t listed, blocks[AROUND];
  uint64_t sizes[AROUND];
  // The gathered rows, and the number of them at which the limit is lowered.
  size_t count, full;
  uint32_t rows[PLAT_NEAREST_ROOM];
  float squares[PLAT_NEAREST_ROOM];
} search;

// MARK: - Twins

static inline uint32_t children_portable(const search *s, const int32_t *node) {
  uint32_t near = 0;
  for (int i = 0; i < 16; i++) {
    int32_t west = node[i], south = node[16 + i], east = node[32 + i], north = node[48 + i];
    if (west > east) continue;
    int64_t l = west > s->longitude   ? (int64_t)west - s->longitude
                : east < s->longitude ? (int64_t)s->longitude - east
                                      : 0;
    int64_t q = south > s->latitude   ? (int64_t)south - s->latitude
                : north < s->latitude ? (int64_t)s->latitude - north
                                      : 0;
    float x = (float)l, y = (float)q;
    near |= (uint32_t)(s->least_l2 * (x * x) + s->least_q2 * (y * y) <= s->limit) << i;
  }
  return near;
}

static inline uint64_t rows_portable(const search *s, size_t row, float squares[64]) {
  const int32_t *x = s->places->longitudes + row, *y = s->places->latitudes + row;
  uint64_t near = 0;
  for (int i = 0; i < 64; i++) {
    float l = (float)(int32_t)((uint32_t)x[i] - (uint32_t)s->longitude);
    float q = (float)(int32_t)((uint32_t)y[i] - (uint32_t)s->latitude);
    float p = l * l, o = q * q;
    squares[i] = p <= s->reach_longitude2 && o <= s->reach_latitude2
                     ? o * (s->q3 * q + s->q2) + p * (s->l2q * q + s->l2)
                     : INFINITY;
    near |= (uint64_t)(squares[i] <= s->limit) << i;
  }
  return near;
}

static inline size_t within_portable(const float *squares, size_t count, float limit) {
  size_t within = 0;
  for (size_t i = 0; i < count; i++) within += squares[i] <= limit;
  return within;
}

#if PLAT_X86

AVX2_FMA static inline uint32_t children_avx2(const search *s, const int32_t *node) {
  const __m256i x = _mm256_set1_epi32(s->longitude), y = _mm256_set1_epi32(s->latitude);
  const __m256 limit = _mm256_set1_ps(s->limit);
  uint32_t near = 0;
  for (int half = 0; half < 2; half++) {
    const __m256i *v = (const __m256i *)(node + 8 * half);
    __m256i west = _mm256_loadu_si256(v), south = _mm256_loadu_si256(v + 2);
    __m256i east = _mm256_loadu_si256(v + 4), north = _mm256_loadu_si256(v + 6);
    // One of each pair is 0. A difference beyond 2^31 is taken modulo 2^32 and stays beyond any
    // reach.
    __m256i l = _mm256_add_epi32(
        _mm256_sub_epi32(_mm256_max_epi32(west, x), x),
        _mm256_sub_epi32(x, _mm256_min_epi32(east, x)));
    __m256i q = _mm256_add_epi32(
        _mm256_sub_epi32(_mm256_max_epi32(south, y), y),
        _mm256_sub_epi32(y, _mm256_min_epi32(north, y)));
    __m256 p = _mm256_cvtepi32_ps(l), o = _mm256_cvtepi32_ps(q);
    __m256 least = _mm256_fmadd_ps(
        _mm256_set1_ps(s->least_l2), _mm256_mul_ps(p, p),
        _mm256_mul_ps(_mm256_set1_ps(s->least_q2), _mm256_mul_ps(o, o)));
    __m256 in = _mm256_andnot_ps(
        _mm256_castsi256_ps(_mm256_cmpgt_epi32(west, east)),
        _mm256_cmp_ps(least, limit, _CMP_LE_OQ));
    near |= (uint32_t)_mm256_movemask_ps(in) << (8 * half);
  }
  return near;
}

AVX2_FMA static inline uint64_t rows_avx2(const search *s, size_t row, float squares[64]) {
  const int32_t *x = s->places->longitudes + row, *y = s->places->latitudes + row;
  const __m256i longitude = _mm256_set1_epi32(s->longitude),
                latitude = _mm256_set1_epi32(s->latitude);
  const __m256 width = _mm256_set1_ps(s->reach_longitude2),
               height = _mm256_set1_ps(s->reach_latitude2);
  const __m256 q2 = _mm256_set1_ps(s->q2), q3 = _mm256_set1_ps(s->q3), l2 = _mm256_set1_ps(s->l2);
  const __m256 l2q = _mm256_set1_ps(s->l2q), limit = _mm256_set1_ps(s->limit),
               none = _mm256_set1_ps(INFINITY);
  uint64_t near = 0;
  for (int i = 0; i < 64; i += 8) {
    __m256 l = _mm256_cvtepi32_ps(
        _mm256_sub_epi32(_mm256_loadu_si256((const __m256i *)(x + i)), longitude));
    __m256 q = _mm256_cvtepi32_ps(
        _mm256_sub_epi32(_mm256_loadu_si256((const __m256i *)(y + i)), latitude));
    __m256 p = _mm256_mul_ps(l, l), o = _mm256_mul_ps(q, q);
    __m256 far =
        _mm256_or_ps(_mm256_cmp_ps(p, width, _CMP_GT_OQ), _mm256_cmp_ps(o, height, _CMP_GT_OQ));
    __m256 square = _mm256_fmadd_ps(
        o, _mm256_fmadd_ps(q3, q, q2), _mm256_mul_ps(p, _mm256_fmadd_ps(l2q, q, l2)));
    square = _mm256_blendv_ps(square, none, far);
    _mm256_storeu_ps(squares + i, square);
    near |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(square, limit, _CMP_LE_OQ)) << i;
  }
  return near;
}

AVX2_FMA static inline size_t within_avx2(const float *squares, size_t count, float limit) {
  const __m256 most = _mm256_set1_ps(limit);
  size_t within = 0, i = 0;
  for (; i + 8 <= count; i += 8)
    within += (size_t)__builtin_popcount((uint32_t)_mm256_movemask_ps(
        _mm256_cmp_ps(_mm256_loadu_ps(squares + i), most, _CMP_LE_OQ)));
  for (; i < count; i++) within += squares[i] <= limit;
  return within;
}

#endif

// MARK: - The limit

// Sets the lower bound of the squared distance of a row within the limit: the minimum of the metric
// within that reach.
static void set_bounds(const plat_centre *centre, search *s, double reach) {
  // In radians: a meridian curves most at the equator, and a reduced latitude changes by at most
  // 1.0034 for 1.
  double rise = reach / (SEMI_MAJOR * (1 - ECCENTRICITY2)) * 1.0034;
  double parallel = centre->cosine - fabs(centre->sine) * rise - rise * rise / 2;
  double scale = STEP * STEP * (1 - 1e-5);
  s->least_q2 = (float)(centre->meridian2 * (1 - 0.0203 * rise) * scale);
  s->least_l2 = (float)(SEMI_MAJOR * SEMI_MAJOR * parallel * parallel * scale);
}

// MARK: - The blocks to begin with

/// Puts a block into the list, smallest first; if the list is full, the largest is left out.
static void list(search *s, uint32_t block) {
  const int32_t *sides = s->tree->nodes + (size_t)(block / 16) * 64 + block % 16;
  uint64_t size =
      (uint64_t)((int64_t)sides[32] - sides[0]) + (uint64_t)((int64_t)sides[48] - sides[16]);
  uint32_t place = s->listed;
  if (place == AROUND) {
    if (s->sizes[--place] <= size) return;
  } else {
    s->listed++;
  }
  for (; place > 0 && s->sizes[place - 1] > size; place--) {
    s->sizes[place] = s->sizes[place - 1];
    s->blocks[place] = s->blocks[place - 1];
  }
  s->sizes[place] = size;
  s->blocks[place] = block;
}

static inline int is_listed(const search *s, uint32_t block) {
  int is = 0;
  for (uint32_t i = 0; i < s->listed; i++) is |= s->blocks[i] == block;
  return is;
}

// MARK: - The search

#define TWIN(name) name##_portable
#define ATTRIBUTE
#include "nearest_walk.h"
#undef TWIN
#undef ATTRIBUTE

#if PLAT_X86
#define TWIN(name) name##_avx2
#define ATTRIBUTE AVX2_FMA
#include "nearest_walk.h"
#endif

/// Writes rows in ascending order of their distances.
static void sort(
    const double *distances, const uint32_t *rows, size_t count, size_t wanted, plat_near *out) {
  if (count > wanted + COUNTED) {
    // That many rows lie about as far as the last, or at one place: they are nearly sorted.
    for (size_t i = 0; i < count; i++) {
      size_t place = i;
      for (; place > 0 && out[place - 1].distance > distances[i]; place--)
        out[place] = out[place - 1];
      out[place] = (plat_near){distances[i], rows[i], 0};
    }
    return;
  }
  // Each row's index is the number of rows before it: nothing branches on a distance.
  for (size_t i = 0; i < count; i++) out[i].row = UINT32_MAX;
  for (size_t i = 0; i < count; i++) {
    size_t place = 0;
    for (size_t j = 0; j < count; j++) place += distances[j] < distances[i];
    while (out[place].row != UINT32_MAX) place++;
    out[place] = (plat_near){distances[i], rows[i], 0};
  }
}

ptrdiff_t plat_nearest(
    int32_t longitude, int32_t latitude, const plat_tree *tree, const plat_places *places,
    size_t wanted, plat_near out[PLAT_NEAREST_ROOM]) {
  if (wanted == 0) return 0;
  if (wanted > PLAT_NEAREST_MOST || places->rows < wanted || !tree->blocks) return -1;
  plat_centre centre;
  plat_centre_make(&centre, longitude, latitude);
  int32_t width = centre.reach_longitude, height = centre.reach_latitude;
  if (width == 0 || longitude > HALF_TURN - width || longitude < width - HALF_TURN) return -1;

  search s;
  s.tree = tree;
  s.places = places;
  s.wanted = wanted;
  s.longitude = longitude;
  s.latitude = latitude;
  s.reach_longitude2 = (float)((double)width * width);
  s.reach_latitude2 = (float)((double)height * height);
  s.q2 = centre.f0[0];
  s.q3 = centre.f0[1];
  s.l2 = centre.f1[0];
  s.l2q = centre.f1[1];
  s.is_certain = 0;
  s.listed = 0;
  s.count = 0;
  // Half a side of the box within which the series is certain; a circle of 0.95 of it fits in the
  // box.
  double farthest = X_REACH / CORNER / centre.tangent * 0.95;
  int is_found;
#if PLAT_X86
  if (has_avx2())
    is_found = find_avx2(&s, &centre, farthest);
  else
#endif
    is_found = find_portable(&s, &centre, farthest);
  if (!is_found) return -1;

  int32_t longitudes[PLAT_NEAREST_ROOM], latitudes[PLAT_NEAREST_ROOM];
  double distances[PLAT_NEAREST_ROOM];
  for (size_t i = 0; i < s.count; i++) {
    longitudes[i] = places->longitudes[s.rows[i]];
    latitudes[i] = places->latitudes[s.rows[i]];
  }
  if (plat_centre_distances(&centre, longitudes, latitudes, distances, s.count)) return -1;
  sort(distances, s.rows, s.count, wanted, out);
  return (ptrdiff_t)s.count;
}

ptrdiff_t plat_block_around(const plat_tree *tree, int32_t longitude, int32_t latitude) {
  if (!tree->blocks) return -1;
  search s;
  s.tree = tree;
  s.longitude = longitude;
  s.latitude = latitude;
  s.least_q2 = s.least_l2 = 1;
  s.limit = 0;
  s.listed = 0;
#if PLAT_X86
  if (has_avx2())
    walk_avx2(&s, 1);
  else
#endif
    walk_portable(&s, 1);
  return s.listed ? (ptrdiff_t)s.blocks[0] : -1;
}
