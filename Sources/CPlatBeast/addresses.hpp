#pragma once

// The number of connections of each client address.

#include "include/CPlatBeast.h"

#include <array>
#include <boost/asio/ip/address.hpp>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace plat::http {

/// Counts the connections of each address, up to a limit. Any thread may call it.
class Addresses {
 public:
  using Key = std::array<std::uint8_t, 16>;

  explicit Addresses(plat_http_options const &options)
      : limit_(options.address_connections),
        uncounted_(options.uncounted, options.uncounted + options.uncounted_count) {}

  /// The bytes of an address as IPv6.
  static Key bytes_of(boost::asio::ip::address const &address);
  /// The key that an address counts under: itself, or its /64 for IPv6, which one client controls.
  static Key key_of(boost::asio::ip::address const &address);

  /// Whether the limit applies to an address.
  bool counts(boost::asio::ip::address const &address) const;
  /// Counts a connection; false if its address is at the limit.
  bool enter(Key const &key);
  void leave(Key const &key);

 private:
  struct Hash {
    std::size_t operator()(Key const &key) const;
  };

  std::uint32_t const limit_;
  std::vector<plat_http_block> const uncounted_;
  std::mutex mutex_;
  std::unordered_map<Key, std::uint32_t, Hash> open_;
};

}  // namespace plat::http
