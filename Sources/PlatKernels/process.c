#include "PlatKernels.h"
#include "cpu.h"

#include <math.h>

// One body for each kernel, inlined into a portable form and an AVX2 form. No sum is reordered and
// no operation is fused, so both give the same bits.
#pragma STDC FP_CONTRACT OFF
#define BODY static inline __attribute__((always_inline))
#define AVX2 __attribute__((target("avx2")))

BODY void covariances_body(
    const plat_process *restrict process, const double *restrict f, size_t stride, size_t count,
    const double *restrict point, double *restrict out) {
  const plat_process p = *process;
  const double *restrict east = f + PLAT_EAST * stride, *restrict north = f + PLAT_NORTH * stride;
  const double *restrict size = f + PLAT_SIZE * stride, *restrict lot = f + PLAT_LOT * stride;
  const double *restrict beds = f + PLAT_BEDS * stride, *restrict baths = f + PLAT_BATHS * stride;
  const double *restrict stories = f + PLAT_STORIES * stride, *restrict year =
                                                                  f + PLAT_YEAR * stride;
  const double *restrict newness = f + PLAT_NEWNESS * stride, *restrict time =
                                                                  f + PLAT_TIME * stride;
  const double *restrict kind = f + PLAT_KIND * stride;
  const double x0 = point[PLAT_EAST], y0 = point[PLAT_NORTH], kind0 = point[PLAT_KIND];
  const double size0 = point[PLAT_SIZE], lot0 = point[PLAT_LOT], beds0 = point[PLAT_BEDS];
  const double stories0 = point[PLAT_STORIES], year0 = point[PLAT_YEAR];
  const double size_slope = p.slopes[PLAT_SIZE] * size0, lot_slope = p.slopes[PLAT_LOT] * lot0;
  const double beds_slope = p.slopes[PLAT_BEDS] * beds0,
               baths_slope = p.slopes[PLAT_BATHS] * point[PLAT_BATHS];
  const double stories_slope = p.slopes[PLAT_STORIES] * stories0,
               year_slope = p.slopes[PLAT_YEAR] * year0;
  const double newness_slope = p.slopes[PLAT_NEWNESS] * point[PLAT_NEWNESS];
  const double time_slope = p.slopes[PLAT_TIME] * point[PLAT_TIME];
  for (size_t i = 0; i < count; i++) {
    double x = east[i] - x0, y = north[i] - y0, apart = x * x + y * y;
    double a = size[i] - size0, b = lot[i] - lot0, c = beds[i] - beds0, d = stories[i] - stories0,
           e = year[i] - year0;
    double unlike = a * a * p.scales[PLAT_SIZE] + b * b * p.scales[PLAT_LOT]
                    + c * c * p.scales[PLAT_BEDS] + d * d * p.scales[PLAT_STORIES]
                    + e * e * p.scales[PLAT_YEAR];
    double slopes = size[i] * size_slope + lot[i] * lot_slope + beds[i] * beds_slope
                    + baths[i] * baths_slope + stories[i] * stories_slope + year[i] * year_slope
                    + newness[i] * newness_slope + time[i] * time_slope;
    // Three fractions with one division.
    double district = 1 + apart * p.district_scale, street = 1 + apart * p.street_scale;
    double likeness = 1 + unlike + apart * p.likeness_scale;
    double fractions = (p.district * street * likeness + p.street * district * likeness
                        + p.likeness * district * street)
                       / (district * street * likeness);
    double same = kind[i] == kind0 ? p.kind : 0.0;
    out[i] = p.level + slopes + fractions + same;
  }
}

// Right-looking, four columns at a time: the rest of each row is read and written once for all
// four.
enum { PANEL = 4 };

BODY int32_t
factor_body(double *restrict a, size_t count, size_t stride, double *restrict columns) {
  for (size_t k = 0; k < count; k += PANEL) {
    size_t width = count - k < PANEL ? count - k : PANEL;
    for (size_t c = 0; c < width; c++) {
      size_t n = k + c;
      double *restrict column = columns + c * stride;
      double pivot = a[n * stride + n];
      for (size_t b = 0; b < c; b++) pivot -= columns[b * stride + n] * columns[b * stride + n];
      if (!(pivot > 0)) return 0;
      double root = sqrt(pivot);
      a[n * stride + n] = root;
      for (size_t i = n + 1; i < count; i++) column[i] = a[i * stride + n];
      for (size_t b = 0; b < c; b++) {
        const double *restrict before = columns + b * stride;
        double factor = before[n];
        for (size_t i = n + 1; i < count; i++) column[i] = column[i] - before[i] * factor;
      }
      for (size_t i = n + 1; i < count; i++) column[i] = column[i] / root;
      for (size_t i = n + 1; i < count; i++) a[i * stride + n] = column[i];
    }
    if (width < PANEL) break;
    const double *restrict p = columns, *restrict q = p + stride, *restrict r = q + stride,
                           *restrict s = r + stride;
    for (size_t i = k + PANEL; i < count; i++) {
      double *restrict rest = a + i * stride;
      double t = p[i], u = q[i], v = r[i], w = s[i];
      for (size_t j = k + PANEL; j <= i; j++)
        rest[j] = rest[j] - t * p[j] - u * q[j] - v * r[j] - w * s[j];
    }
  }
  return 1;
}

// Computes the inverse of L row by row; four rows above are taken at a time.
BODY void inverse_diagonal_body(
    const double *restrict l, size_t count, size_t stride, double *restrict inverse,
    double *restrict diagonal) {
  for (size_t j = 0; j < count; j++) diagonal[j] = 0;
  for (size_t i = 0; i < count; i++) {
    double *restrict row = inverse + i * stride;
    const double *restrict factor = l + i * stride;
    for (size_t j = 0; j < stride; j++) row[j] = 0;
    size_t k = 0;
    // Beyond its diagonal a row of the inverse is 0, so four rows end where the last of them does.
    for (; k + 4 <= i; k += 4) {
      const double *restrict p = inverse + k * stride, *restrict q = p + stride,
                             *restrict r = q + stride;
      const double *restrict s = r + stride;
      double t = factor[k], u = factor[k + 1], v = factor[k + 2], w = factor[k + 3];
      for (size_t j = 0; j < k + 4; j++)
        row[j] = row[j] - t * p[j] - u * q[j] - v * r[j] - w * s[j];
    }
    for (; k < i; k++) {
      const double *restrict above = inverse + k * stride;
      double u = factor[k];
      for (size_t j = 0; j <= k; j++) row[j] = row[j] - u * above[j];
    }
    row[i] = 1;
    double pivot = factor[i];
    for (size_t j = 0; j <= i; j++) row[j] = row[j] / pivot;
    for (size_t j = 0; j <= i; j++) diagonal[j] = diagonal[j] + row[j] * row[j];
  }
}

#if PLAT_X86
AVX2 static void covariances_avx2(
    const plat_process *p, const double *f, size_t stride, size_t count, const double *point,
    double *out) {
  covariances_body(p, f, stride, count, point, out);
}

AVX2 static int32_t factor_avx2(double *a, size_t count, size_t stride, double *column) {
  return factor_body(a, count, stride, column);
}

AVX2 static void inverse_diagonal_avx2(
    const double *l, size_t count, size_t stride, double *inverse, double *diagonal) {
  inverse_diagonal_body(l, count, stride, inverse, diagonal);
}
#endif

void plat_covariances(
    const plat_process *process, const double *features, size_t stride, size_t count,
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

void plat_inverse_diagonal(
    const double *factor, size_t count, size_t stride, double *inverse, double *diagonal) {
#if PLAT_X86
  if (has_avx2()) return inverse_diagonal_avx2(factor, count, stride, inverse, diagonal);
#endif
  inverse_diagonal_body(factor, count, stride, inverse, diagonal);
}
