#pragma once
// The WGS 84 geodesic of GeographicLib, for Swift.

#ifdef __cplusplus
extern "C" {
#endif

/// The length of the shortest path between two positions in degrees, in metres.
double plat_geodesic_distance(
    double from_latitude, double from_longitude, double to_latitude, double to_longitude);

#ifdef __cplusplus
}
#endif
