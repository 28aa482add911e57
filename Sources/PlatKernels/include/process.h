#pragma once
#include <stddef.h>
#include <stdint.h>

// Gaussian processes over the sales around a home: covariances, and the linear algebra on them.
//
// Points are stored feature by feature: feature k of point i is features[k * stride + i]. Every
// loop runs over independent elements, and no sum is reordered, so each instruction set gives the
// same bits. Counts may be anything; `stride` is at least `count`.

/// The features of a point. East and north are in kilometres, the others in units of the process.
enum {
  PLAT_EAST,
  PLAT_NORTH,
  PLAT_SIZE,
  PLAT_LOT,
  PLAT_BEDS,
  PLAT_BATHS,
  PLAT_STORIES,
  PLAT_YEAR,
  PLAT_NEWNESS,
  PLAT_TIME,
  PLAT_KIND,
  PLAT_FEATURES
};

/// A covariance of log prices: a constant, slopes, three Cauchy kernels, and a step between kinds
/// of homes.
typedef struct {
  /// The variance of the level of all prices.
  double level;
  /// The variance of the slope along each feature; 0 for none.
  double slopes[PLAT_FEATURES];
  /// The variance of districts, and 1 over the square of their length in kilometres.
  double district, district_scale;
  /// The variance of streets, and 1 over the square of their length in kilometres.
  double street, street_scale;
  /// The variance of similarity in place and features together; 1 over the square of its length in
  /// kilometres, and along each other feature (0 if that does not count).
  double likeness, likeness_scale, scales[PLAT_FEATURES];
  /// The variance that homes of one kind share.
  double kind;
} plat_process;

/// Writes the covariances of one point with the first `count` points.
void plat_covariances(
    const plat_process *process, const double *features, size_t stride, size_t count,
    const double *point, double *covariances);

/// Factors a symmetric positive definite matrix into L times its transpose, in place: rows of
/// `stride` numbers, of which only the lower triangle is read and written. `columns` has room for
/// `4 * stride` numbers. Returns 0 if the matrix is not positive definite.
int32_t plat_factor(double *matrix, size_t count, size_t stride, double *columns);

/// Replaces `right` by the solution x of L x = right.
void plat_solve_lower(const double *factor, size_t count, size_t stride, double *right);

/// Replaces `right` by the solution x of L^T x = right.
void plat_solve_upper(const double *factor, size_t count, size_t stride, double *right);

/// Writes the diagonal of the inverse of L times its transpose; `inverse` has room for `count *
/// stride` numbers.
void plat_inverse_diagonal(
    const double *factor, size_t count, size_t stride, double *inverse, double *diagonal);
