// nanoflann's static k-d tree over earth-centred coordinates: radius and nearest. It has no search
// by box.
#include <memory>
#include <nanoflann.hpp>

#include "driver.hpp"

struct Cloud {
  std::vector<peers::Point3> points;
  std::size_t kdtree_get_point_count() const { return points.size(); }
  double kdtree_get_pt(std::size_t row, std::size_t side) const {
    return side == 0 ? points[row].x : side == 1 ? points[row].y : points[row].z;
  }
  template <class Box>
  bool kdtree_get_bbox(Box &) const {
    return false;
  }
};
using Tree = nanoflann::KDTreeSingleIndexAdaptor<
    nanoflann::L2_Simple_Adaptor<double, Cloud>, Cloud, 3, std::uint32_t>;

int main(int count, char **words) {
  const std::string folder = count > 1 ? words[1] : ".";
  const auto places = peers::places(folder);
  const double began = peers::seconds();
  Cloud cloud;
  for (const auto &place : places)
    cloud.points.push_back(peers::earth_centred(place.longitude, place.latitude));
  Tree tree(3, cloud, nanoflann::KDTreeSingleIndexAdaptorParams(10));
  tree.buildIndex();
  char version[16];
  std::snprintf(
      version, sizeof version, "%x.%x.%x", NANOFLANN_VERSION >> 8, NANOFLANN_VERSION >> 4 & 15,
      NANOFLANN_VERSION & 15);
  peers::Peer peer{
      "nanoflann",
      version,
      "in process, C++",
      "KDTreeSingleIndexAdaptor, L2_Simple, 3 dimensions of WGS 84 metres, leaf 10, unsorted "
      "radius; -O3 -march=native",
      peers::seconds() - began,
      tree.usedMemory(tree),
      {}};

  struct Around {
    double centre[3], squared;
    unsigned count;
  };
  const auto circles = std::make_shared<std::vector<Around>>();
  const auto prepare = [=](const std::vector<peers::Query> &queries) {
    circles->clear();
    for (const auto &query : queries) {
      const auto at = peers::earth_centred(query.longitude, query.latitude);
      circles->push_back({{at.x, at.y, at.z}, query.meters * query.meters, query.count});
    }
  };
  std::vector<std::pair<std::uint32_t, double>> within;
  peer.works["radius-mile"] = {
      "", prepare,
      [=, &tree, &within](std::size_t place) {
        const auto &circle = (*circles)[place];
        // The bound is exclusive: the next greater number includes it.
        return tree.radiusSearch(
            circle.centre, std::nextafter(circle.squared, HUGE_VAL), within,
            nanoflann::SearchParams(32, 0, false));
      },
      [&] {
        std::int64_t sum = 0;
        for (const auto &[row, distance] : within) sum += places[row].ordinal;
        return sum;
      }};
  std::vector<std::uint32_t> rows(1000);
  std::vector<double> distances(1000);
  std::size_t near = 0;
  peer.works["nearest-20"] = {
      "", prepare,
      [=, &tree, &rows, &distances, &near](std::size_t place) {
        const auto &circle = (*circles)[place];
        near = tree.knnSearch(
            circle.centre, std::min(circle.count, 1000u), rows.data(), distances.data());
        return near;
      },
      [&] {
        std::int64_t sum = 0;
        for (std::size_t place = 0; place < near; place++) {
          sum += std::int64_t(places[rows[place]].longitude) + places[rows[place]].latitude;
        }
        return sum;
      }};
  return peers::serve(peer, folder);
}
