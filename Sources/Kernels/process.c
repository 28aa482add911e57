#include "Kernels.h"
#include "cpu.h"

#include <math.h>

// One body for each kernel, inlined into a portable form and into one for AVX2. No sum is reordered and nothing is fused,
// so that both give the same bits.
#pragma STDC FP_CONTRACT OFF
#define BODY static inline __attribute__((always_inline))
#define AVX2 __attribute__((target("avx2")))

BODY void covariances_body(const plat_process *p, const double *restrict f, size_t stride, size_t count,
                           const double *restrict point, double *restrict out) {
  const double *restrict east = f + PLAT_EAST * stride, *restrict north = f + PLAT_NORTH * stride;
  const double *restrict size = f + PLAT_SIZE * stride, *restrict lot = f + PLAT_LOT * stride;
  const double *restrict beds = f + PLAT_BEDS * stride, *restrict baths = f + PLAT_BATHS * stride;
  const double *restrict stories = f + PLAT_STORIES * stride, *restrict year = f + PLAT_YEAR * stride;
  const double *restrict newness = f + PLAT_NEWNESS * stride, *restrict time = f + PLAT_TIME * stride;
  const double *restrict kind = f + PLAT_KIND * stride;
  for (size_t i = 0; i < count; i++) {
    double x = east[i] - point[PLAT_EAST], y = north[i] - point[PLAT_NORTH], apart = x * x + y * y;
    double a = size[i] - point[PLAT_SIZE], b = lot[i] - point[PLAT_LOT], c = beds[i] - point[PLAT_BEDS];
    double d = stories[i] - point[PLAT_STORIES], e = year[i] - point[PLAT_YEAR];
    double unlike = a * a * p->scales[PLAT_SIZE] + b * b * p->scales[PLAT_LOT] + c * c * p->scales[PLAT_BEDS] +
                    d * d * p->scales[PLAT_STORIES] + e * e * p->scales[PLAT_YEAR];
    double slopes = size[i] * point[PLAT_SIZE] * p->slopes[PLAT_SIZE] +
                    lot[i] * point[PLAT_LOT] * p->slopes[PLAT_LOT] + beds[i] * point[PLAT_BEDS] * p->slopes[PLAT_BEDS] +
                    baths[i] * point[PLAT_BATHS] * p->slopes[PLAT_BATHS] +
                    stories[i] * point[PLAT_STORIES] * p->slopes[PLAT_STORIES] +
                    year[i] * point[PLAT_YEAR] * p->slopes[PLAT_YEAR] +
                    newness[i] * point[PLAT_NEWNESS] * p->slopes[PLAT_NEWNESS] +
                    time[i] * point[PLAT_TIME] * p->slopes[PLAT_TIME];
    out[i] = p->level + slopes + p->district / (1 + apart * p->district_scale) +
             p->street / (1 + apart * p->street_scale) + p->likeness / (1 + unlike + apart * p->likeness_scale) +
             (kind[i] == point[PLAT_KIND] ? p->kind : 0.0);
  }
}

// Right-looking, two columns at a time: each row's rest is read and written once for both.
BODY int32_t factor_body(double *restrict a, size_t count, size_t stride, double *restrict column) {
  for (size_t k = 0; k < count; k++) {
    double *restrict row = a + k * stride;
    double pivot = row[k];
    if (!(pivot > 0)) return 0;
    double root = sqrt(pivot);
    row[k] = root;
    for (size_t i = k + 1; i < count; i++) column[i] = a[i * stride + k] = a[i * stride + k] / root;
    if (k + 1 == count) break;
    size_t n = k + 1;
    double first = column[n];
    double next = a[n * stride + n] - first * first;
    if (!(next > 0)) return 0;
    double next_root = sqrt(next);
    a[n * stride + n] = next_root;
    double *restrict second = column + count;  // its own half of the room
    for (size_t i = n + 1; i < count; i++)
      second[i] = a[i * stride + n] = (a[i * stride + n] - column[i] * first) / next_root;
    for (size_t i = n + 1; i < count; i++) {
      double *restrict rest = a + i * stride;
      double u = column[i], v = second[i];
      for (size_t j = n + 1; j <= i; j++) rest[j] = rest[j] - u * column[j] - v * second[j];
    }
    k = n;
  }
  return 1;
}

BODY void inverse_diagonal_body(const double *restrict l, size_t count, size_t stride, double *restrict inverse,
                                double *restrict diagonal) {
  for (size_t j = 0; j < count; j++) diagonal[j] = 0;
  for (size_t i = 0; i < count; i++) {
    double *restrict row = inverse + i * stride;
    const double *restrict factor = l + i * stride;
    for (size_t j = 0; j <= i; j++) row[j] = 0;
    for (size_t k = 0; k < i; k++) {
      const double *restrict above = inverse + k * stride;
      double u = factor[k];
      for (size_t j = 0; j <= k; j++) row[j] = row[j] - u * above[j];
    }
    row[i] = 1;
    double pivot = factor[i];
    for (size_t j = 0; j <= i; j++) {
      row[j] = row[j] / pivot;
      diagonal[j] = diagonal[j] + row[j] * row[j];
    }
  }
}

#if PLAT_X86
AVX2 static void covariances_avx2(const plat_process *p, const double *f, size_t stride, size_t count,
                                  const double *point, double *out) {
  covariances_body(p, f, stride, count, point, out);
}

AVX2 static int32_t factor_avx2(double *a, size_t count, size_t stride, double *column) {
  return factor_body(a, count, stride, column);
}

AVX2 static void inverse_diagonal_avx2(const double *l, size_t count, size_t stride, double *inverse,
                                       double *diagonal) {
  inverse_diagonal_body(l, count, stride, inverse, diagonal);
}
#endif

void plat_covariances(const plat_process *process, const double *features, size_t stride, size_t count,
                      const double *point, double *covariances) {
#if PLAT_X86
  if (has_avx2()) return covariances_avx2(process, features, stride, count, point, covariances);
#endif
  covariances_body(process, features, stride, count, point, covariances);
}

int32_t plat_factor(double *matrix, size_t count, size_t stride, double *columns) {
#if PLAT_X86
  if (has_avx2()) return factor_avx2(matrix, count, stride, columns);
#endif
  return factor_body(matrix, count, stride, columns);
}

void plat_solve_lower(const double *factor, size_t count, size_t stride, double *right) {
  for (size_t i = 0; i < count; i++) {
    double sum = right[i];
    for (size_t k = 0; k < i; k++) sum -= factor[i * stride + k] * right[k];
    right[i] = sum / factor[i * stride + i];
  }
}

void plat_solve_upper(const double *factor, size_t count, size_t stride, double *right) {
  for (size_t i = count; i-- > 0;) {
    double value = right[i] / factor[i * stride + i];
    right[i] = value;
    for (size_t k = 0; k < i; k++) right[k] -= factor[i * stride + k] * value;
  }
}

void plat_inverse_diagonal(const double *factor, size_t count, size_t stride, double *inverse, double *diagonal) {
#if PLAT_X86
  if (has_avx2()) return inverse_diagonal_avx2(factor, count, stride, inverse, diagonal);
#endif
  inverse_diagonal_body(factor, count, stride, inverse, diagonal);
}
