#include "connection.hpp"

#include "answer.hpp"

#include <boost/asio/buffer.hpp>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace plat::http {

namespace {

/// The bytes that must move before a wait for bytes restarts.
constexpr std::size_t progress_step = 16384;
/// The bytes to read and discard from a client that keeps sending.
constexpr std::size_t leave_limit = 1 << 20;
/// The first bytes of every answer.
constexpr char beginning[] = "HTTP/1.1 ";

plat_http_peer peer_of(tcp::endpoint const &endpoint) {
  plat_http_peer peer{};
  peer.port = endpoint.port();
  auto const address = endpoint.address();
  if (address.is_v4()) {
    auto const bytes = address.to_v4().to_bytes();
    peer.version = 4;
    std::memcpy(peer.address, bytes.data(), bytes.size());
  } else {
    auto const bytes = address.to_v6().to_bytes();
    peer.version = 6;
    std::memcpy(peer.address, bytes.data(), bytes.size());
  }
  return peer;
}

}  // namespace

Connection::Connection(Loop &loop, tcp::socket socket, tcp::endpoint const &peer, Place place)
    : loop_(loop),
      socket_(std::move(socket)),
      message_(loop.shared.options.limits),
      peer_(peer_of(peer)),
      key_(Addresses::key_of(peer.address())),
      place_(place) {}

Connection::~Connection() { close(); }

void Connection::start() {
  error_code e;
  socket_.set_option(tcp::no_delay(true), e);
  socket_.non_blocking(true, e);
  if (e) return close();
  wait(Wait::header);
  read();
}

void Connection::turn_away(plat_http_response const &response) {
  error_code e;
  socket_.non_blocking(true, e);
  loop_.turned_away += 1;
  wait(Wait::turned_away);
  keeps_ = false;
  if (e || !send(response)) return close();
  leave();
}

// Waiting.

void Connection::wait(Wait wait) {
  if (!is_open_) return;
  unlink();
  wait_ = wait;
  deadline = wait == Wait::answer ? UINT64_MAX : loop_.now() + loop_.time_of(wait);
  auto &list = loop_.waits[std::size_t(wait)];
  previous = list.last;
  (previous ? previous->following : list.first) = this;
  list.last = this;
  is_linked_ = true;
}

void Connection::unlink() {
  if (!is_linked_) return;
  auto &list = loop_.waits[std::size_t(wait_)];
  (previous ? previous->following : list.first) = following;
  (following ? following->previous : list.last) = previous;
  previous = following = nullptr;
  is_linked_ = false;
}

void Connection::time_out() {
  Ref const self(this);
  switch (wait_) {
    case Wait::header:
      if (!message_.is_empty()) return refuse(408);
      loop_.counters.slow.add(1);
      break;
    case Wait::body:
      return refuse(408);
    case Wait::write: {
      // Drop the kernel's unsent bytes for this client, too.
      ::linger const drop{1, 0};
      ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_LINGER, &drop, sizeof drop);
      loop_.counters.write.add(1);
      break;
    }
    default:
      break;
  }
  close();
}

void Connection::close() {
  release_rest();
  if (!is_open_) return;
  unlink();
  is_open_ = false;
  hold(0);
  error_code e;
  socket_.close(e);
  drop_watcher(true);
  loop_.active.fetch_sub(1, std::memory_order_relaxed);
  if (place_ == Place::none) loop_.turned_away -= 1;
  if (place_ == Place::counted) loop_.shared.addresses.leave(key_);
  if (place_ != Place::none) loop_.shared.served.fetch_sub(1);
  loop_.shared.leave();
}

void Connection::leave() {
  error_code e;
  socket_.shutdown(tcp::socket::shutdown_send, e);
  if (e) return close();
  wait(place_ == Place::none ? Wait::turned_away : Wait::leave);
  message_.drop_body();
  hold(0);
  progress_ = 0;
  if (!is_reading_) read();
}

// Reading.

void Connection::read() {
  is_reading_ = true;
  socket_.async_read_some(
      message_.room(),
      [self = Ref(this)](error_code const &e, std::size_t count) { self->on_read(e, count); });
}

void Connection::on_read(error_code const &e, std::size_t count) {
  is_reading_ = false;
  if (!is_open_) return;
  if (e) return close();
  loop_.counters.bytes_in.add(count);
  if (wait_ == Wait::leave || wait_ == Wait::turned_away) {
    progress_ += count;
    return progress_ > leave_limit ? close() : read();
  }
  message_.filled(count);
  process();
}

void Connection::process() {
  while (is_open_) {
    switch (message_.parse()) {
      case Message::Verdict::refused:
        return refuse(message_.status());
      case Message::Verdict::complete:
        if (!answer() || !after_answer()) return;
        continue;
      case Message::Verdict::more:
        break;
    }
    if (message_.has_header()) {
      if (wait_ != Wait::body || message_.body_count() >= progress_ + progress_step) {
        wait(Wait::body);
        progress_ = message_.body_count();
      }
      if (!hold(message_.body_count())) return refuse(503);
      if (message_.wants_continue() && !has_continued_) say_continue();
    } else if (message_.is_empty()) {
      // An empty line before a request does not extend the time limit.
      if (loop_.is_draining) return close();
    } else if (wait_ != Wait::header) {
      wait(Wait::header);
    }
    if (is_open_) read();
    return;
  }
}

bool Connection::hold(std::size_t bytes) {
  if (bytes == held_) return true;
  auto &all = loop_.shared.held;
  auto const change = std::uint64_t(bytes) - held_;
  held_ = bytes;
  // A decrease is added as a number near 2^64.
  auto const sum = all.fetch_add(change, std::memory_order_relaxed) + change;
  return sum <= loop_.shared.options.held_bytes || bytes == 0;
}

void Connection::say_continue() {
  static char const line[] = "HTTP/1.1 100 Continue\r\n\r\n";
  has_continued_ = true;
  if (::send(socket_.native_handle(), line, sizeof line - 1, MSG_NOSIGNAL)
      != ssize_t(sizeof line - 1))
    close();
}

// Answering.

bool Connection::answer() {
  loop_.counters.requests.add(1);
  plat_http_request request;
  message_.describe(request);
  request.peer = peer_;
  request.loop = loop_.number;
  is_answering_ = true;
  is_answered_ = is_put_off_ = false;
  loop_.shared.handler(
      loop_.shared.context, &request, reinterpret_cast<plat_http_exchange *>(this));
  if (!is_answered_ && !is_put_off_) respond(problem(500));
  is_answering_ = false;
  return is_answered_;
}

void Connection::respond(plat_http_response const &response) {
  if (!is_answering_ || is_answered_ || is_put_off_ || !is_open_) {
    if (response.owner && response.release) response.release(response.owner);
    return;
  }
  is_answered_ = true;
  keeps_ = message_.keeps_alive() && !response.close && !loop_.is_draining;
  if (!send(response)) close();
}

bool Connection::put_off(plat_http_watcher const &watcher) {
  if (!is_answering_ || is_answered_ || is_put_off_) return false;
  auto &shared = loop_.shared;
  if (shared.waiting.fetch_add(1) >= shared.options.later) {
    shared.waiting.fetch_sub(1);
    loop_.counters.later.add(1);
    return false;
  }
  is_put_off_ = true;
  watcher_ = watcher;
  wait(Wait::answer);
  loop_.watch();
  return true;
}

void Connection::look(short events) {
  if (!is_put_off_ || !is_open_) return;
  Ref const self(this);
  if (events & (POLLERR | POLLHUP | POLLNVAL)) return close();
  if (!(events & POLLRDHUP) || begun_ > 0) return;
  // A stream has no bytes that could be sent without saying anything, and its clients stay open.
  if (is_streaming_) return close();
  // The client sends no more, but may still read. A closed socket answers these bytes with a reset.
  auto const sent =
      ::send(socket_.native_handle(), beginning, sizeof beginning - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) begun_ = std::size_t(sent);
  if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) close();
}

void Connection::drop_watcher(bool is_gone) {
  auto const watcher = watcher_;
  watcher_ = {nullptr, nullptr, nullptr};
  if (!watcher.context) return;
  if (is_gone && watcher.gone) watcher.gone(watcher.context);
  if (watcher.release) watcher.release(watcher.context);
}

void Connection::complete(plat_http_response const &response) {
  drop_watcher(false);
  is_put_off_ = false;
  if (is_streaming_) {
    if (response.owner && response.release) response.release(response.owner);
    return end_stream();
  }
  is_answering_ = true;
  respond(response);
  is_answering_ = false;
  if (after_answer()) process();
}

bool Connection::after_answer() {
  if (!is_open_) return false;
  if (rest_at_ < rest_.size() || tail_.count > 0) {
    if (!hold(message_.body_count() + rest_.size())) {
      loop_.counters.held.add(1);
      close();
      return false;
    }
    wait(Wait::write);
    progress_ = 0;
    await_write();
    return false;
  }
  hold(0);
  if (!keeps_) {
    leave();
    return false;
  }
  message_.next();
  has_continued_ = false;
  wait(Wait::request);
  return true;
}

void Connection::refuse(unsigned status) {
  auto &counters = loop_.counters;
  (status == 408   ? counters.slow
   : status == 413 ? counters.body
   : status == 414 ? counters.target
   : status == 431 ? counters.header
   : status == 503 ? counters.held
                   : counters.malformed)
      .add(1);
  keeps_ = false;
  if (!send(problem(status)) || rest_at_ < rest_.size()) return close();
  leave();
}

// Writing.

bool Connection::send(plat_http_response const &response) {
  write_head(
      loop_.head, response, loop_.shared.fields, loop_.date(),
      message_.is_minor_version_1() ? 1 : 0, keeps_);
  bool const has_body =
      response.body.count > 0 && !message_.is_head() && !is_bodiless(response.status);
  std::size_t const begun = begun_;
  begun_ = 0;
  ::iovec parts[2] = {
      {loop_.head.data() + begun, loop_.head.size() - begun},
      {const_cast<std::uint8_t *>(response.body.bytes), has_body ? response.body.count : 0}};
  ::msghdr out{};
  out.msg_iov = parts;
  out.msg_iovlen = has_body ? 2 : 1;
  std::size_t const whole = parts[0].iov_len + parts[1].iov_len;
  ssize_t sent;
  do {
    sent = ::sendmsg(socket_.native_handle(), &out, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  bool const is_fine = sent >= 0 || errno == EAGAIN || errno == EWOULDBLOCK;
  if (is_fine) {
    if (sent < 0) sent = 0;
    loop_.counters.bytes_out.add(std::uint64_t(sent));
    if (std::size_t(sent) < whole) {
      auto left = response;
      left.body.count = parts[1].iov_len;
      keep_rest(left, begun + std::size_t(sent));
      return true;
    }
  }
  if (response.owner && response.release) response.release(response.owner);
  return is_fine;
}

void Connection::keep_rest(plat_http_response const &response, std::size_t sent) {
  std::size_t const head = loop_.head.size();
  owner_ = response.owner;
  release_ = response.release;
  rest_at_ = 0;
  rest_.assign(loop_.head, std::min(sent, head), std::string::npos);
  std::size_t const skipped = sent > head ? sent - head : 0;
  if (response.body.count == 0) return;
  tail_ = {response.body.bytes + skipped, response.body.count - skipped};
  if (owner_) return;
  rest_.append(reinterpret_cast<char const *>(tail_.bytes), tail_.count);
  tail_ = {nullptr, 0};
}

void Connection::await_write() {
  socket_.async_wait(tcp::socket::wait_write, [self = Ref(this)](error_code const &e) {
    if (!self->is_open_) return;
    if (e) return self->close();
    self->write_rest();
  });
}

void Connection::write_rest() {
  ::iovec parts[2] = {
      {rest_.data() + rest_at_, rest_.size() - rest_at_},
      {const_cast<std::uint8_t *>(tail_.bytes), tail_.count}};
  ::msghdr out{};
  out.msg_iov = parts;
  out.msg_iovlen = 2;
  ssize_t const sent = ::sendmsg(socket_.native_handle(), &out, MSG_NOSIGNAL);
  if (sent < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return await_write();
    return close();
  }
  loop_.counters.bytes_out.add(std::uint64_t(sent));
  std::size_t const first = std::min(std::size_t(sent), parts[0].iov_len);
  rest_at_ += first;
  if (tail_.count > 0) {
    std::size_t const second = std::size_t(sent) - first;
    tail_ = {tail_.bytes + second, tail_.count - second};
  }
  if (rest_at_ < rest_.size() || tail_.count > 0) {
    progress_ += std::size_t(sent);
    if (progress_ >= progress_step) {
      progress_ = 0;
      wait(Wait::write);
    }
    return await_write();
  }
  release_rest();
  if (is_streaming_) return after_pieces();
  if (after_answer()) process();
}

void Connection::release_rest() {
  rest_at_ = 0;
  if (!rest_.empty()) std::string().swap(rest_);
  tail_ = {nullptr, 0};
  if (owner_ && release_) release_(owner_);
  owner_ = nullptr;
  release_ = nullptr;
}

}  // namespace plat::http
