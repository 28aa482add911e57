#include "CPlatGeodesic.h"

#include <GeographicLib/Geodesic.hpp>

extern "C" double plat_geodesic_distance(
    double from_latitude, double from_longitude, double to_latitude, double to_longitude) {
  double distance = 0;
  GeographicLib::Geodesic::WGS84().Inverse(
      from_latitude, from_longitude, to_latitude, to_longitude, distance);
  return distance;
}
