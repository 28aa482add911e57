#include "addresses.hpp"

#include <algorithm>
#include <cstring>
#include <random>

namespace plat::http {

namespace {

/// Whether two addresses have a common prefix of `bits` bits.
bool begins_alike(std::uint8_t const *a, std::uint8_t const *b, unsigned bits) {
  if (std::memcmp(a, b, bits / 8) != 0) return false;
  unsigned const rest = bits % 8;
  return rest == 0 || (a[bits / 8] ^ b[bits / 8]) >> (8 - rest) == 0;
}

}  // namespace

Addresses::Key Addresses::bytes_of(boost::asio::ip::address const &address) {
  Key bytes{};
  if (address.is_v6()) {
    auto const own = address.to_v6().to_bytes();
    std::copy(own.begin(), own.end(), bytes.begin());
    return bytes;
  }
  auto const own = address.to_v4().to_bytes();
  bytes[10] = bytes[11] = 0xFF;
  std::copy(own.begin(), own.end(), bytes.begin() + 12);
  return bytes;
}

Addresses::Key Addresses::key_of(boost::asio::ip::address const &address) {
  Key key = bytes_of(address);
  bool const is_version_4 = address.is_v4() || address.to_v6().is_v4_mapped();
  if (!is_version_4) std::fill(key.begin() + 8, key.end(), std::uint8_t(0));
  return key;
}

bool Addresses::counts(boost::asio::ip::address const &address) const {
  if (limit_ == 0) return false;
  auto const bytes = bytes_of(address);
  return std::none_of(uncounted_.begin(), uncounted_.end(), [&](plat_http_block const &block) {
    return begins_alike(block.address, bytes.data(), std::min<unsigned>(block.bits, 128));
  });
}

bool Addresses::enter(Key const &key) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto &count = open_[key];
  if (count >= limit_) return false;
  count += 1;
  return true;
}

void Addresses::leave(Key const &key) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto const found = open_.find(key);
  if (found != open_.end() && --found->second == 0) open_.erase(found);
}

std::size_t Addresses::Hash::operator()(Key const &key) const {
  // One seed per process, so that no client knows which addresses share a bucket.
  static std::uint64_t const seed =
      (std::uint64_t(std::random_device{}()) << 32) | std::random_device{}();
  std::uint64_t halves[2];
  std::memcpy(halves, key.data(), sizeof halves);
  std::uint64_t hash = seed;
  for (auto const half : halves) {
    hash = (hash ^ half) * 0xFF51AFD7ED558CCD;
    hash ^= hash >> 33;
  }
  return std::size_t(hash * 0xC4CEB9FE1A85EC53 >> 7);
}

}  // namespace plat::http
