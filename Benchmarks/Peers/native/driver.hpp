// Shared code of the C++ drivers: the listings, the queries, and the protocol (described in
// README.md).
#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace peers {

/// The cells of a CSV line without quotes.
inline std::vector<std::string_view> cells(std::string_view line) {
  std::vector<std::string_view> found;
  for (std::size_t start = 0;;) {
    const auto end = line.find(',', start);
    found.push_back(line.substr(start, end == line.npos ? line.npos : end - start));
    if (end == line.npos) return found;
    start = end + 1;
  }
}

template <typename Number>
Number number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw std::runtime_error("not a number: " + std::string(text));
  }
  return value;
}

/// A listing with a position, in steps of 1e-7 degree.
struct Place {
  std::uint32_t ordinal;
  std::int32_t longitude, latitude;
};

/// One line of queries.csv; cells by the name of their column.
struct Query {
  std::int32_t west = 0, south = 0, east = 0, north = 0, longitude = 0, latitude = 0;
  double meters = 0;
  unsigned count = 0;
  std::map<std::string, std::string> cell;
};

struct Point3 {
  double x, y, z;
};

/// Metres from the earth's centre on WGS 84: straight lines of a mile are 4 micrometres shorter
/// than the geodesic.
inline Point3 earth_centred(std::int32_t longitude, std::int32_t latitude) {
  constexpr double axis = 6378137.0, flattening = 1 / 298.257223563, degree = M_PI / 180;
  constexpr double squared = flattening * (2 - flattening);
  const double x = longitude / 1e7 * degree, y = latitude / 1e7 * degree;
  const double normal = axis / std::sqrt(1 - squared * std::sin(y) * std::sin(y));
  return {
      normal * std::cos(y) * std::cos(x), normal * std::cos(y) * std::sin(x),
      normal * (1 - squared) * std::sin(y)};
}

inline std::vector<Place> places(const std::string &folder) {
  std::ifstream file(folder + "/listings.csv");
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error(folder + "/listings.csv is empty");
  std::vector<Place> found;
  while (std::getline(file, line)) {
    const auto words = cells(line);
    if (words.at(1).empty()) continue;
    found.push_back(
        {number<std::uint32_t>(words[0]), number<std::int32_t>(words[1]),
         number<std::int32_t>(words[2])});
  }
  return found;
}

inline std::map<std::string, std::vector<Query>> queries(const std::string &folder) {
  std::ifstream file(folder + "/queries.csv");
  std::string line;
  if (!std::getline(file, line)) throw std::runtime_error(folder + "/queries.csv is empty");
  const std::string header = line;
  const auto names = cells(header);
  std::map<std::string, std::vector<Query>> found;
  while (std::getline(file, line)) {
    const auto words = cells(line);
    Query query;
    for (std::size_t place = 0; place < names.size(); place++) {
      if (!words.at(place).empty())
        query.cell[std::string(names[place])] = std::string(words[place]);
    }
    const auto whole = [&](const char *name, auto &value) {
      if (const auto cell = query.cell.find(name); cell != query.cell.end()) {
        value = number<std::remove_reference_t<decltype(value)>>(cell->second);
      }
    };
    whole("west", query.west);
    whole("south", query.south);
    whole("east", query.east);
    whole("north", query.north);
    whole("longitude", query.longitude);
    whole("latitude", query.latitude);
    whole("count", query.count);
    if (query.cell.count("meters"))
      query.meters = std::strtod(query.cell["meters"].c_str(), nullptr);
    found[query.cell["work"]].push_back(std::move(query));
  }
  return found;
}

/// The number of hits, and their checksum.
using Answer = std::pair<std::uint64_t, std::int64_t>;

struct Work {
  /// The difference from Plat's query; empty for none.
  std::string note;
  /// Called once with all queries before they are run.
  std::function<void(const std::vector<Query> &)> prepare;
  /// The measured function: answers the query with a number and returns the hits.
  std::function<std::uint64_t(std::size_t)> answer;
  /// The sum of the last answer.
  std::function<std::int64_t()> sum;
  /// The share of hits that the note explains, mostly at borders.
  double tolerance = 0.02;
};

inline double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Peer {
  std::string name, version, client, settings;
  double load_seconds = 0;
  std::uint64_t bytes = 0;
  std::map<std::string, Work> works;
  /// Whether forked processes may query the data in memory at the same time.
  bool is_shared = true;
  /// Closes the index files, and opens them again; the former returns their names. Empty if
  /// everything is in memory.
  std::function<std::vector<std::string>()> close = {};
  std::function<void()> open = {};
};

/// Asks the system to drop a file's pages from its cache; mapped pages stay.
inline void forget(const std::string &path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  fdatasync(file);
  posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  close(file);
}

inline std::int64_t nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// The seconds that several processes at once take, each for all queries `times` times; they share
/// the memory of this one.
inline double clients(const Work &work, std::size_t count, int processes, int times) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe can be made");
  for (int process = 0; process < processes; process++) {
    const pid_t child = fork();
    if (child < 0) throw std::runtime_error("no process can be started");
    if (child > 0) continue;
    std::int64_t spent[2] = {nanoseconds(), 0};
    std::uint64_t sink = 0;
    for (int time = 0; time < times; time++) {
      for (std::size_t place = 0; place < count; place++)
        sink += work.answer((place + process * count / processes) % count);
    }
    spent[1] = nanoseconds() + (sink == ~std::uint64_t{0});
    _exit(write(ends[1], spent, sizeof spent) == sizeof spent ? 0 : 1);
  }
  close(ends[1]);
  std::int64_t first = INT64_MAX, last = 0;
  for (int process = 0; process < processes; process++) {
    std::int64_t spent[2];
    if (read(ends[0], spent, sizeof spent) != sizeof spent)
      throw std::runtime_error("a client has ended");
    first = std::min(first, spent[0]);
    last = std::max(last, spent[1]);
  }
  close(ends[0]);
  while (wait(nullptr) > 0) {
  }
  return (last - first) / 1e9;
}

inline std::string json(const std::string &text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// A work's note and its tolerance, as JSON.
inline std::string noted(const Work &work) {
  return "{\"text\":" + json(work.note) + ",\"tolerance\":" + std::to_string(work.tolerance) + "}";
}

/// Reports the peer's properties and answers lines until the input ends.
inline int serve(Peer &peer, const std::string &folder) {
  auto asked = queries(folder);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::string works;
  for (auto &[name, work] : peer.works) {
    if (!asked.count(name)) continue;
    works += (works.empty() ? "" : ",") + json(name) + ":" + noted(work);
  }
  std::printf(
      "{\"ready\":true,\"peer\":%s,\"version\":%s,\"client\":%s,\"settings\":%s,"
      "\"loadSeconds\":%.6f,\"bytes\":%llu,"
      "\"resident\":%llu,\"clients\":%s,\"files\":%s,\"works\":{%s}}\n",
      json(peer.name).c_str(), json(peer.version).c_str(), json(peer.client).c_str(),
      json(peer.settings).c_str(), peer.load_seconds, static_cast<unsigned long long>(peer.bytes),
      static_cast<unsigned long long>(usage.ru_maxrss) * 1024, peer.is_shared ? "true" : "false",
      peer.open ? "true" : "false", works.c_str());
  std::fflush(stdout);
  std::string line, prepared;
  while (std::getline(std::cin, line) && line != "quit") {
    std::vector<std::string> parts;
    std::istringstream stream(line);
    for (std::string part; stream >> part;) parts.push_back(part);
    if (parts.size() < 3) throw std::runtime_error("not a command: " + line);
    const auto &[command, name] = std::tie(parts[0], parts[1]);
    auto &work = peer.works.at(name);
    const auto &all = asked.at(name);
    std::string out, sums;
    if (command == "open") {
      if (!peer.open) throw std::runtime_error("there are no files to open");
      const auto files = peer.close();
      if (parts[2] == "cold") {
        for (const auto &file : files) forget(file);
      }
      const auto began = nanoseconds();
      peer.open();
      work.prepare({all.at(0)});
      const auto hits = work.answer(0);
      prepared.clear();
      std::printf(
          "{\"ns\":%lld,\"hits\":%llu}\n", static_cast<long long>(nanoseconds() - began),
          static_cast<unsigned long long>(hits));
      std::fflush(stdout);
      continue;
    }
    if (prepared != name) work.prepare(all);
    prepared = name;
    const std::size_t count = std::min(all.size(), number<std::size_t>(parts[2]));
    if (command == "clients") {
      if (!peer.is_shared || parts.size() != 5)
        throw std::runtime_error("not a command here: " + line);
      out = "{\"seconds\":"
            + std::to_string(clients(work, count, number<int>(parts[3]), number<int>(parts[4])))
            + "}";
    } else if (command == "check") {
      for (std::size_t place = 0; place < count; place++) {
        out += (place ? "," : "") + std::to_string(work.answer(place));
        sums += (place ? "," : "") + std::to_string(work.sum());
      }
      out = "{\"hits\":[" + out + "],\"sums\":[" + sums + "]}";
    } else {
      std::uint64_t sink = 0;
      std::vector<std::int64_t> spent(count);
      for (std::size_t place = 0; place < count; place++) {
        const auto began = nanoseconds();
        sink += work.answer(place);
        spent[place] = nanoseconds() - began;
      }
      for (std::size_t place = 0; place < count; place++)
        out += (place ? "," : "") + std::to_string(spent[place]);
      out = "{\"ns\":[" + out + "],\"sink\":" + std::to_string(sink) + "}";
    }
    std::printf("%s\n", out.c_str());
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace peers
