#include "loop.hpp"

#include "connection.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <poll.h>
#include <sched.h>

namespace plat::http {

namespace {
thread_local Loop *current_loop = nullptr;

/// The number of handlers to run before the thread yields the processor.
constexpr int turns_between_offers = 128;
/// The interval between checks of clients with deferred answers.
constexpr auto look_interval = std::chrono::milliseconds(50);
/// The maximum number of connections that are getting 503 at a time.
constexpr std::uint32_t turned_away_limit = 64;
}  // namespace

Loop::Loop(Shared &shared, std::uint32_t number)
    : shared(shared),
      number(number),
      work_(context.get_executor()),
      timer_(context),
      watch_timer_(context) {
  head.reserve(1024);
}

Loop::~Loop() = default;

Loop *Loop::current() { return current_loop; }

void Loop::run() {
  current_loop = this;
  tick();
  for (;;) {
    try {
      // A thread that never waits keeps the processor until the scheduler's tick, and others on it,
      // above all clients on this machine, wait for milliseconds. So it yields after every few
      // handlers.
      while (context.run_one() != 0) {
        for (int turn = 1; turn < turns_between_offers && context.poll_one() != 0; turn++) {
        }
        ::sched_yield();
      }
      break;
    } catch (...) {
      // Memory ran out while a connection was served; that connection ends, the others go on.
    }
  }
  current_loop = nullptr;
}

void Loop::adopt(tcp::socket socket, tcp::endpoint const &peer, bool is_counted) {
  auto const place = is_counted ? Connection::Place::counted : Connection::Place::served;
  Connection::Ref(new Connection(*this, std::move(socket), peer, place))->start();
}

void Loop::turn_away(
    tcp::socket socket, tcp::endpoint const &peer, plat_http_response const &response) {
  auto const &list = waits[std::size_t(Wait::turned_away)];
  while (turned_away >= turned_away_limit && list.first != nullptr)
    Connection::Ref(list.first)->close();
  Connection::Ref(new Connection(*this, std::move(socket), peer, Connection::Place::none))
      ->turn_away(response);
}

void Loop::drain() {
  is_draining = true;
  for (auto const wait : {Wait::request, Wait::header}) {
    for (Connection *each = waits[std::size_t(wait)].first; each != nullptr;) {
      Connection::Ref const held(each);
      each = each->following;
      if (held->is_fresh()) held->close();
    }
  }
}

void Loop::cut() {
  for (auto &list : waits) {
    while (list.first != nullptr) Connection::Ref(list.first)->close();
  }
  context.stop();
}

void Loop::tick() {
  auto const &o = shared.options;
  auto const shortest = std::min({o.header_time, o.body_time, o.idle_time, o.write_time});
  timer_.expires_after(std::chrono::milliseconds(std::clamp<std::uint32_t>(shortest / 4, 5, 250)));
  timer_.async_wait([this](error_code const &e) {
    if (!e) tick();
  });
  auto const time = now();
  for (auto &list : waits) {
    // A timed-out connection removes itself from the head of the list.
    while (list.first != nullptr && list.first->deadline <= time)
      Connection::Ref(list.first)->time_out();
  }
}

void Loop::watch() {
  if (is_watching_) return;
  is_watching_ = true;
  watch_timer_.expires_after(look_interval);
  watch_timer_.async_wait([this](error_code const &e) {
    is_watching_ = false;
    if (!e) look_around();
  });
}

void Loop::look_around() {
  std::vector<Connection::Ref> waiting;
  std::vector<::pollfd> sockets;
  for (Connection *each = waits[std::size_t(Wait::answer)].first; each != nullptr;
       each = each->following) {
    waiting.emplace_back(each);
    sockets.push_back({each->descriptor(), POLLRDHUP, 0});
  }
  if (waiting.empty()) return;
  if (::poll(sockets.data(), sockets.size(), 0) > 0) {
    for (std::size_t place = 0; place < waiting.size(); place++) {
      if (sockets[place].revents != 0) waiting[place]->look(sockets[place].revents);
    }
  }
  watch();
}

std::uint64_t Loop::now() const {
  ::timespec time;
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return std::uint64_t(time.tv_sec) * 1000 + std::uint64_t(time.tv_nsec) / 1000000;
}

std::uint64_t Loop::time_of(Wait wait) const {
  auto const &o = shared.options;
  switch (wait) {
    case Wait::request:
      return o.idle_time;
    case Wait::header:
      return o.header_time;
    case Wait::body:
      return o.body_time;
    case Wait::write:
      return o.write_time;
    case Wait::turned_away:
    case Wait::leave:
      return std::min<std::uint32_t>(o.header_time, 2000);
    case Wait::answer:
      break;
  }
  return UINT32_MAX;
}

string_view Loop::date() {
  ::timespec time;
  ::clock_gettime(CLOCK_REALTIME_COARSE, &time);
  if (time.tv_sec != date_second_) {
    date_second_ = time.tv_sec;
    ::tm parts;
    ::gmtime_r(&time.tv_sec, &parts);
    static char const *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static char const *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    // RFC 9110, section 5.6.7: independent of the locale.
    std::snprintf(
        date_, sizeof date_, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[parts.tm_wday],
        parts.tm_mday, months[parts.tm_mon], (parts.tm_year + 1900) % 10000, parts.tm_hour,
        parts.tm_min, parts.tm_sec);
  }
  return {date_, sizeof date_ - 1};
}

}  // namespace plat::http
