#pragma once

// The shared state of a server's threads, and the state of each.

#include "addresses.hpp"
#include "message.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <mutex>

namespace plat::http {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

class Connection;

/// What a connection waits for. All waits of a kind last equally long, so a list in order of
/// arrival is also in order of deadlines.
enum class Wait { request, header, body, answer, write, leave, turned_away };
constexpr std::size_t wait_count = 7;

/// A number that one thread changes and any may read.
class Counter {
 public:
  void add(std::uint64_t by) {
    value_.store(value_.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
  }
  std::uint64_t get() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

struct Counters {
  Counter requests, bytes_in, bytes_out, malformed, header, target, body, slow, later, held, write,
      slow_streams;
};

/// The shared state of a server's loops.
struct Shared : std::enable_shared_from_this<Shared> {
  explicit Shared(plat_http_options const &given)
      : options(given),
        fields(reinterpret_cast<char const *>(given.fields.bytes), given.fields.count),
        addresses(given) {}

  plat_http_options const options;
  /// Field lines of every answer.
  std::string const fields;
  Addresses addresses;
  plat_http_handler handler = nullptr;
  void *context = nullptr;
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> refused_address{0};
  /// All open connections, including those that are getting 503.
  std::atomic<std::uint64_t> connections{0};
  /// The connections that are served.
  std::atomic<std::uint64_t> served{0};
  std::atomic<std::uint64_t> waiting{0};
  std::atomic<std::uint64_t> streams{0};
  /// Bytes of bodies and answers that connections hold.
  std::atomic<std::uint64_t> held{0};
  std::mutex mutex;
  /// Signaled when the last connection ends.
  std::condition_variable empty;

  void leave() {
    if (connections.fetch_sub(1) != 1) return;
    std::lock_guard<std::mutex> lock(mutex);
    empty.notify_all();
  }
};

/// An intrusive list of connections.
struct WaitList {
  Connection *first = nullptr;
  Connection *last = nullptr;
};

/// A thread with its connections.
class alignas(64) Loop {
 public:
  Loop(Shared &shared, std::uint32_t number);
  ~Loop();
  Loop(Loop const &) = delete;
  Loop &operator=(Loop const &) = delete;

  /// Runs until `cut`; called on the loop's thread.
  void run();
  /// Serves a connection.
  void adopt(tcp::socket socket, tcp::endpoint const &peer, bool is_counted);
  /// Sends 503 to a connection. The oldest such connection is dropped, so that there is always room
  /// for the newest.
  void turn_away(tcp::socket socket, tcp::endpoint const &peer, plat_http_response const &response);
  /// Closes idle connections; the rest close after their answer.
  void drain();
  /// Closes everything and ends `run`.
  void cut();

  /// Checks periodically whether clients with deferred answers are still there, while there are
  /// any.
  void watch();

  /// The loop whose thread this is.
  static Loop *current();

  std::uint64_t now() const;
  std::uint64_t time_of(Wait wait) const;
  /// The value of a Date field for the current second.
  string_view date();

  Shared &shared;
  std::uint32_t const number;
  Counters counters;
  std::atomic<std::uint32_t> active{0};
  WaitList waits[wait_count];
  bool is_draining = false;
  /// The length of the list of connections that are getting 503.
  std::uint32_t turned_away = 0;
  /// The head of the answer under construction.
  std::string head;
  /// Declared after the members that its handlers use, so that it is destroyed before them.
  asio::io_context context{1};

 private:
  void tick();
  void look_around();

  asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::steady_timer timer_;
  asio::steady_timer watch_timer_;
  bool is_watching_ = false;
  std::int64_t date_second_ = -1;
  char date_[30] = {};
};

}  // namespace plat::http
