// GEOS' STRtree: boxes. It stores boxes and leaves distances to the caller.
#include <geos_c.h>

#include <memory>

#include "driver.hpp"

int main(int count, char **words) {
  const std::string folder = count > 1 ? words[1] : ".";
  const auto places = peers::places(folder);
  const auto geos = GEOS_init_r();
  const double began = peers::seconds();
  GEOSSTRtree *tree = GEOSSTRtree_create_r(geos, 10);
  std::vector<GEOSGeometry *> kept;
  for (std::size_t row = 0; row < places.size(); row++) {
    kept.push_back(GEOSGeom_createPointFromXY_r(
        geos, places[row].longitude / 1e7, places[row].latitude / 1e7));
    GEOSSTRtree_insert_r(geos, tree, kept.back(), const_cast<peers::Place *>(&places[row]));
  }
  std::vector<const peers::Place *> found;
  const auto keep = [](void *item, void *all) {
    static_cast<std::vector<const peers::Place *> *>(all)->push_back(
        static_cast<const peers::Place *>(item));
  };
  // The first query builds the tree.
  GEOSSTRtree_query_r(geos, tree, kept.at(0), keep, &found);
  peers::Peer peer{
      "GEOS STRtree",
      GEOS_VERSION,
      "in process, C++",
      "GEOSSTRtree_create(10), C interface",
      peers::seconds() - began,
      0,
      {}};
  const auto boxes = std::make_shared<std::vector<GEOSGeometry *>>();
  const peers::Work box{
      "",
      [=](const std::vector<peers::Query> &queries) {
        for (const auto one : *boxes) GEOSGeom_destroy_r(geos, one);
        boxes->clear();
        for (const auto &query : queries) {
          const auto corners = GEOSCoordSeq_create_r(geos, 2, 2);
          GEOSCoordSeq_setXY_r(geos, corners, 0, query.west / 1e7, query.south / 1e7);
          GEOSCoordSeq_setXY_r(geos, corners, 1, query.east / 1e7, query.north / 1e7);
          boxes->push_back(GEOSGeom_createLineString_r(geos, corners));
        }
      },
      [=, &found](std::size_t place) {
        found.clear();
        GEOSSTRtree_query_r(geos, tree, (*boxes)[place], keep, &found);
        return found.size();
      },
      [&] {
        std::int64_t sum = 0;
        for (const auto place : found) sum += place->ordinal;
        return sum;
      }};
  peer.works["box-100"] = box;
  peer.works["box-10000"] = box;
  return peers::serve(peer, folder);
}
