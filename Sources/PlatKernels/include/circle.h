#pragma once
#include <stddef.h>
#include <stdint.h>

// WGS 84 distances from one centre to many positions, by the power series of the squared geodesic
// distance.
//
// Let q and l be the differences of latitude and longitude. The squared distance F(q, l) from the
// centre solves the eikonal equation F_q^2 / M^2 + F_l^2 / (N cos(lat))^2 = 4 F of the ellipsoid's
// metric, so each homogeneous part of its power series follows from the parts before it: no fit, no
// table, any latitude. All code here works in steps of 1e-7 degree and in metres.
//
// Certainty. With t = 1 + |tan(latitude of the centre)|, a = 6,378,137 m and x = d t / a, the
// series of degree n is off by at most K[n] d^2 x^(n-1) in the squared distance d^2 for x <= 0.5
// and |latitude| <= 80 degrees. K is ten times the worst error measured against geod_inverse (the
// tests measure it again on each run), and PLAT_DISTANCE_FLOOR is added to each distance for the
// rounding of both sides. Rows that the bound does not decide are returned as unsure.
//
// Each kernel has a scalar twin; the choice is made once, at the first call. The twins of
// plat_centre_distances and plat_centre_lower_bounds give the same bits on every machine.

/// The error in metres that rounding alone may cause in a certified distance, in the series or in
/// geod_inverse.
#define PLAT_DISTANCE_FLOOR 1e-7
/// The maximum error in metres of a distance of plat_centre_distances.
#define PLAT_DISTANCE_ERROR 1e-6

/// A position, prepared for measuring distances from it.
typedef struct plat_centre {
  int32_t longitude, latitude;
  /// Added to a longitude difference if the signs of the longitudes differ; nonzero only near the
  /// antimeridian.
  int32_t wrap;
  /// The reach, in steps, within which the series is off by at most PLAT_DISTANCE_ERROR; 0 beyond
  /// 80 degrees.
  int32_t reach_longitude, reach_latitude;
  /// The coefficient of q^i l^2j is c[j][i]; c[0] starts with q^2.
  double c0[6], c1[6], c2[4], c3[2];
  /// The same, rounded to single precision, up to degree 5.
  float f0[4], f1[4], f2[2];
  /// 1 + |tan(latitude)| over the equator's radius; infinite if the series is not used.
  double tangent;
  /// The unit vector of the reduced latitude.
  double sine, cosine;
  /// For the lower bounds: M^2, a^2 cos^2, a^2 |sin 2 latitude| and a^2 max(0, cos 2 latitude) at
  /// the reduced latitude.
  double meridian2, parallel2, parallel2_slope, parallel2_bend;
} plat_centre;

/// A circle: a centre, a radius, and the bounds that decide most rows.
typedef struct plat_circle {
  plat_centre centre;
  double radius;
  /// Whether the series decides; otherwise the two spheres do.
  int32_t series;
  /// Whether degree 3 is enough for the first pass.
  int32_t short_series;
  /// Half the sides of a box that contains the circle, in steps, with a small margin.
  int32_t half_longitude, half_latitude;
  /// Squared distances: at most `inner` is inside, above `outer` is outside, by the series of
  /// degree 7 and 5.
  double inner, outer;
  float inner_float, outer_float, longitude2_float, latitude2_float;
  /// The same for squared chords of the unit sphere of reduced latitudes.
  double chord_inner, chord_outer;
} plat_circle;

/// Makes a centre; about half a microsecond.
void plat_centre_make(plat_centre *centre, int32_t longitude, int32_t latitude);

/// The distance to a position in metres, within PLAT_DISTANCE_ERROR; NaN if only geod_inverse is
/// that exact.
double plat_centre_distance(const plat_centre *centre, int32_t longitude, int32_t latitude);

/// plat_centre_distance for n positions. Returns whether any is NaN.
int plat_centre_distances(
    const plat_centre *centre, const int32_t *longitudes, const int32_t *latitudes, double *out,
    size_t n);

/// A lower bound in metres for the distance to every position of the box, by geod_inverse or by
/// plat_centre_distance; 0 if the box contains the centre.
double plat_centre_lower_bound(
    const plat_centre *centre, int32_t west, int32_t south, int32_t east, int32_t north);

/// plat_centre_lower_bound for sixteen boxes side by side.
void plat_centre_lower_bounds(
    const plat_centre *centre, const int32_t west[16], const int32_t south[16],
    const int32_t east[16], const int32_t north[16], double out[16]);

/// Makes a circle; the radius is in metres, finite and not negative.
void plat_circle_make(plat_circle *circle, int32_t longitude, int32_t latitude, double radius);

/// 1 if the position certainly lies in the circle, -1 if it certainly does not, 0 if geod_inverse
/// must decide.
int plat_circle_side(const plat_circle *circle, int32_t longitude, int32_t latitude);

/// plat_centre_lower_bound from the circle's centre.
double plat_circle_lower_bound(
    const plat_circle *circle, int32_t west, int32_t south, int32_t east, int32_t north);

/// Clears, in words[i], the bits of the rows of block blocks[i] that certainly lie outside the
/// circle, and sets in unsure[i] those of the remaining ones that geod_inverse must decide.
///
/// Block b is the rows 64 b to 64 b + 63; the columns hold 64 * column_blocks rows. A block at or
/// above column_blocks has no rows: its word is cleared. Blocks whose word is 0 are skipped.
/// Returns whether any row is unsure.
int plat_circle_words(
    const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes,
    size_t column_blocks, const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n);

// The scalar twins, for the tests.
int plat_centre_distances_scalar(
    const plat_centre *centre, const int32_t *longitudes, const int32_t *latitudes, double *out,
    size_t n);
void plat_centre_lower_bounds_scalar(
    const plat_centre *centre, const int32_t west[16], const int32_t south[16],
    const int32_t east[16], const int32_t north[16], double out[16]);
int plat_circle_words_scalar(
    const plat_circle *circle, const int32_t *longitudes, const int32_t *latitudes,
    size_t column_blocks, const uint32_t *blocks, uint64_t *words, uint64_t *unsure, size_t n);
