// Boost.Geometry's R-tree: boxes in degrees, radius and nearest in earth-centred coordinates.
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/iterator/function_output_iterator.hpp>
#include <boost/version.hpp>
#include <memory>

#include "driver.hpp"

namespace bg = boost::geometry;
namespace bgi = boost::geometry::index;

using Flat = bg::model::point<double, 2, bg::cs::cartesian>;
using Deep = bg::model::point<double, 3, bg::cs::cartesian>;
// A tree made from a range is packed; the split strategy then sets only the node size.
using Boxes = bgi::rtree<std::pair<Flat, std::uint32_t>, bgi::quadratic<16>>;
using Centred = bgi::rtree<std::pair<Deep, std::uint32_t>, bgi::quadratic<16>>;

int main(int count, char **words) {
  const std::string folder = count > 1 ? words[1] : ".";
  const auto places = peers::places(folder);
  const double began = peers::seconds();
  std::vector<std::pair<Flat, std::uint32_t>> flat;
  std::vector<std::pair<Deep, std::uint32_t>> deep;
  for (std::uint32_t row = 0; row < places.size(); row++) {
    flat.emplace_back(Flat(places[row].longitude / 1e7, places[row].latitude / 1e7), row);
    const auto at = peers::earth_centred(places[row].longitude, places[row].latitude);
    deep.emplace_back(Deep(at.x, at.y, at.z), row);
  }
  const Boxes boxes(flat);
  const Centred centred(deep);
  peers::Peer peer{
      "Boost R-tree",
      BOOST_LIB_VERSION,
      "in process, C++",
      "rtree<pair<point<double>, uint32>, quadratic<16>>, packed; 2 dimensions of degrees for "
      "boxes, 3 of WGS 84 metres for radius and nearest (in no order, without distances); -O3 "
      "-march=native",
      peers::seconds() - began,
      0,
      {}};
  flat = {};
  deep = {};

  std::vector<std::uint32_t> found;
  const auto keep = boost::make_function_output_iterator(
      [&](const auto &value) { found.push_back(value.second); });
  const auto ordinals = [&] {
    std::int64_t sum = 0;
    for (const auto row : found) sum += places[row].ordinal;
    return sum;
  };
  const auto sides = std::make_shared<std::vector<bg::model::box<Flat>>>();
  const peers::Work box{
      "",
      [=](const std::vector<peers::Query> &queries) {
        sides->clear();
        for (const auto &query : queries) {
          sides->emplace_back(
              Flat(query.west / 1e7, query.south / 1e7), Flat(query.east / 1e7, query.north / 1e7));
        }
      },
      [=, &boxes, &found](std::size_t place) {
        found.clear();
        boxes.query(bgi::intersects((*sides)[place]), keep);
        return found.size();
      },
      ordinals};
  struct Around {
    Deep centre;
    double squared;
    bg::model::box<Deep> box;
    unsigned count;
  };
  const auto circles = std::make_shared<std::vector<Around>>();
  const auto prepare = [=](const std::vector<peers::Query> &queries) {
    circles->clear();
    for (const auto &query : queries) {
      const auto at = peers::earth_centred(query.longitude, query.latitude);
      const double r = query.meters;
      circles->push_back(
          {Deep(at.x, at.y, at.z),
           r * r,
           {Deep(at.x - r, at.y - r, at.z - r), Deep(at.x + r, at.y + r, at.z + r)},
           query.count});
    }
  };
  peer.works["box-100"] = box;
  peer.works["box-10000"] = box;
  peer.works["radius-mile"] = {
      "", prepare,
      [=, &centred, &found](std::size_t place) {
        found.clear();
        const auto &circle = (*circles)[place];
        centred.query(
            bgi::intersects(circle.box) && bgi::satisfies([&](const auto &value) {
              return bg::comparable_distance(value.first, circle.centre) <= circle.squared;
            }),
            keep);
        return found.size();
      },
      ordinals};
  peer.works["nearest-20"] = {
      "", prepare,
      [=, &centred, &found](std::size_t place) {
        found.clear();
        centred.query(bgi::nearest((*circles)[place].centre, (*circles)[place].count), keep);
        return found.size();
      },
      [&] {
        std::int64_t sum = 0;
        for (const auto row : found)
          sum += std::int64_t(places[row].longitude) + places[row].latitude;
        return sum;
      }};
  return peers::serve(peer, folder);
}
