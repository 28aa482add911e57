#include "answer.hpp"
#include "connection.hpp"

#include <cerrno>
#include <cstdio>
#include <sys/socket.h>

// Answers whose bodies come in pieces.

namespace plat::http {

void Connection::begin_stream(plat_http_response const &response) {
  if (!is_put_off_ || !is_open_ || is_streaming_) {
    if (response.owner && response.release) response.release(response.owner);
    return;
  }
  is_streaming_ = true;
  is_chunked_ = message_.is_minor_version_1();
  keeps_ = false;
  write_stream_head(loop_.head, response, loop_.shared.fields, loop_.date(), is_chunked_);
  // The bytes that `look` has sent ahead of the answer.
  std::string const head = loop_.head.substr(begun_);
  begun_ = 0;
  Ref const self(this);
  send_piece(head);
  stream({reinterpret_cast<char const *>(response.body.bytes), response.body.count});
  if (response.owner && response.release) response.release(response.owner);
}

void Connection::stream(string_view bytes) {
  if (!is_open_ || !is_streaming_ || bytes.empty()) return;
  if (!is_chunked_) return send_piece(bytes);
  char size[20];
  int const digits = std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  std::string piece;
  piece.reserve(bytes.size() + std::size_t(digits) + 2);
  piece.append(size, std::size_t(digits));
  piece.append(bytes.data(), bytes.size());
  piece.append("\r\n");
  send_piece(piece);
}

void Connection::send_piece(string_view bytes) {
  bool const is_waiting = rest_at_ < rest_.size();
  if (!is_waiting) {
    ssize_t sent;
    do {
      sent = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK) return close();
    if (sent > 0) {
      loop_.counters.bytes_out.add(std::uint64_t(sent));
      bytes.remove_prefix(std::size_t(sent));
    }
    if (bytes.empty()) return;
    rest_.clear();
    rest_at_ = 0;
  }
  std::size_t const unsent = rest_.size() - rest_at_ + bytes.size();
  if (unsent > loop_.shared.options.stream_bytes || !hold(unsent)) {
    loop_.counters.slow_streams.add(1);
    return close();
  }
  if (rest_at_ > 0) {
    rest_.erase(0, rest_at_);
    rest_at_ = 0;
  }
  rest_.append(bytes.data(), bytes.size());
  if (is_waiting) return;
  wait(Wait::write);
  progress_ = 0;
  await_write();
}

void Connection::after_pieces() {
  hold(0);
  // Until its end it waits without a deadline, and the loop looks whether the client is there.
  if (is_put_off_) {
    wait(Wait::answer);
    return loop_.watch();
  }
  is_streaming_ = false;
  leave();
}

void Connection::end_stream() {
  if (!is_open_) return;
  Ref const self(this);
  if (is_chunked_) send_piece("0\r\n\r\n");
  if (is_open_ && rest_at_ >= rest_.size()) after_pieces();
}

}  // namespace plat::http
