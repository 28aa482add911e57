#include "message.hpp"

#include <algorithm>
#include <cstring>

namespace plat::http {

namespace {

constexpr std::size_t first_capacity = 4096;
constexpr std::size_t method_limit = 32;
constexpr std::size_t last_chunk = sizeof "0\r\n\r\n" - 1;
/// The size of a read of a body, and the maximum memory kept for the next one.
constexpr std::size_t body_step = 16384;

bool starts(string_view text, string_view with) {
  return text.size() >= with.size() && beast::iequals(text.substr(0, with.size()), with);
}

/// The part of a target that a handler sees: for the absolute form, the part after the authority.
string_view without_authority(string_view target) {
  std::size_t const scheme = starts(target, "http://") ? 7 : starts(target, "https://") ? 8 : 0;
  if (scheme == 0) return target;
  auto const slash = target.find_first_of("/?", scheme);
  return slash == string_view::npos ? target.substr(target.size()) : target.substr(slash);
}

}  // namespace

boost::asio::mutable_buffer Message::room() {
  std::size_t const wanted = has_header() ? body_step : 1024;
  if (capacity_ - end_ < wanted) {
    if (begin_ > 0) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, held());
      end_ -= begin_;
      begin_ = 0;
    }
    if (capacity_ - end_ < wanted) {
      // The rest that `parse` leaves is at most a header and the line of a chunk, which bounds the
      // growth.
      std::size_t const capacity = std::max({first_capacity, capacity_ * 2, end_ + wanted});
      std::unique_ptr<char[]> larger(new char[capacity]);
      if (end_ > 0) std::memcpy(larger.get(), buffer_.get(), end_);
      buffer_ = std::move(larger);
      capacity_ = capacity;
    }
  }
  return {buffer_.get() + end_, capacity_ - end_};
}

Message::Verdict Message::parse() {
  if (!parser_) {
    // RFC 9112, section 2.2: an empty line before a request is skipped.
    while (held() >= 2 && std::memcmp(buffer_.get() + begin_, "\r\n", 2) == 0) begin_ += 2;
    if (held() == 0 || (held() == 1 && buffer_[begin_] == '\r')) return Verdict::more;
    parser_.emplace(*this);
  }
  // A chunked body needs at least this many bytes to end, and Beast asserts that they are there
  // when it looks for the end again.
  if (has_header() && parser_->chunked() && held() - parsed_ < last_chunk) return Verdict::more;
  error_code e;
  parsed_ += parser_->put({buffer_.get() + begin_ + parsed_, held() - parsed_}, e);
  if (e && e != beast::http::error::need_more) return refuse(status_ ? status_ : status_of(e));
  std::size_t const rest = held() - parsed_;
  if (!has_header()) {
    // Beast's own limit applies to a single call, and it does not read the start line again before
    // the header is complete.
    if (is_target_long()) return refuse(414);
    return held() > limits_.header_bytes ? refuse(431) : Verdict::more;
  }
  if (parser_->is_done()) return Verdict::complete;
  // The part of a body that the parser leaves is the line of a chunk, and trailers.
  if (rest > 2 * std::size_t(limits_.header_bytes) + 64) return refuse(400);
  if (parsed_ > header_count_) {
    char *const body = buffer_.get() + begin_ + header_count_;
    std::memmove(body, buffer_.get() + begin_ + parsed_, rest);
    parsed_ = header_count_;
    end_ = begin_ + header_count_ + rest;
  }
  return Verdict::more;
}

void Message::next() {
  begin_ += parsed_;
  if (begin_ == end_) begin_ = end_ = 0;
  if (end_ == 0 && capacity_ > 4 * first_capacity) {
    buffer_.reset();
    capacity_ = 0;
  }
  parsed_ = 0;
  header_count_ = 0;
  trailer_count_ = 0;
  parser_.reset();
  fields_.clear();
  body_.clear();
  if (body_.capacity() > body_step) body_.shrink_to_fit();
  has_start_ = has_host_ = has_length_ = expects_ = false;
  status_ = 0;
}

void Message::on_request(string_view method, string_view target, int version, error_code &e) {
  has_start_ = true;
  minor_ = version - 10;
  method_ = piece(method);
  if (method.size() > method_limit) return refuse(501, e);
  // A tunnel through this server.
  if (method == "CONNECT") return refuse(501, e);
  if (target.size() > limits_.target_bytes) return refuse(414, e);
  if (target.find('#') != string_view::npos) return refuse(400, e);
  string_view const local = without_authority(target);
  bool const is_path = local.empty() || local.front() == '/' || local.front() == '?';
  if (!is_path && !(method == "OPTIONS" && target == "*")) return refuse(400, e);
  target_ = piece(local);
}

void Message::on_field(
    beast::http::field field, string_view name, string_view value, error_code &e) {
  if (has_header()) {
    // A trailer, which is ignored.
    trailer_count_ += name.size() + value.size();
    if (trailer_count_ > limits_.header_bytes) refuse(400, e);
    return;
  }
  if (fields_.size() >= limits_.fields) return refuse(431, e);
  // A folded value is in Beast's buffer, or after a line end.
  char const *const start = name.data() + name.size();
  if (value.data() < start || value.data() > buffer_.get() + end_) return refuse(400, e);
  if (string_view(start, std::size_t(value.data() - start)).find('\r') != string_view::npos)
    return refuse(400, e);
  switch (field) {
    case beast::http::field::host:
      if (has_host_) return refuse(400, e);
      has_host_ = true;
      break;
    case beast::http::field::content_length:
      // Beast accepts equal ones, and lists of them.
      if (has_length_ || value.find(',') != string_view::npos) return refuse(400, e);
      has_length_ = true;
      break;
    case beast::http::field::transfer_encoding:
      if (minor_ == 0) return refuse(400, e);
      if (!beast::iequals(value, "chunked")) return refuse(501, e);
      break;
    case beast::http::field::expect:
      if (!beast::iequals(value, "100-continue")) return refuse(417, e);
      expects_ = minor_ == 1;
      break;
    default:
      break;
  }
  fields_.push_back({piece(name), piece(value)});
}

void Message::on_header(error_code &e) {
  if (minor_ == 1 && !has_host_) return refuse(400, e);
  auto const last = fields_.empty() ? target_ : fields_.back().value;
  // The header ends after the empty line that follows the last field, or the start line.
  string_view const tail(
      buffer_.get() + begin_ + last.at + last.count, end_ - begin_ - last.at - last.count);
  auto const line = tail.find("\r\n\r\n");
  if (line == string_view::npos) return refuse(400, e);
  header_count_ = last.at + last.count + line + 4;
  if (header_count_ > limits_.header_bytes) {
    header_count_ = 0;
    refuse(431, e);
  }
}

unsigned Message::status_of(error_code e) const {
  if (e == beast::http::error::header_limit) return is_target_long() ? 414 : 431;
  if (e == beast::http::error::body_limit) return 413;
  if (e == beast::http::error::bad_version) return 505;
  return 400;
}

bool Message::is_target_long() const {
  std::size_t const start = std::size_t(limits_.target_bytes) + method_limit + 16;
  return !has_start_ && held() > start && !std::memchr(buffer_.get() + begin_, '\n', start);
}

bool Message::is_head() const { return has_start_ && text(method_) == "HEAD"; }

void Message::describe(plat_http_request &request) const {
  auto const bytes = [](string_view text) {
    return plat_http_bytes{reinterpret_cast<std::uint8_t const *>(text.data()), text.size()};
  };
  string_view const target = text(target_);
  auto const mark = target.find('?');
  request.method = bytes(text(method_));
  request.path = bytes(mark == 0 || target.empty() ? string_view("/") : target.substr(0, mark));
  request.query =
      mark == string_view::npos ? plat_http_bytes{nullptr, 0} : bytes(target.substr(mark + 1));
  request.body = bytes({body_.data(), body_.size()});
  request.field_count = std::uint32_t(fields_.size());
  request.minor_version = std::uint8_t(minor_);
  request.message = this;
}

bool Message::field(std::uint32_t index, plat_http_bytes &name, plat_http_bytes &value) const {
  if (index >= fields_.size()) return false;
  auto const &field = fields_[index];
  name = {reinterpret_cast<std::uint8_t const *>(text(field.name).data()), field.name.count};
  value = {reinterpret_cast<std::uint8_t const *>(text(field.value).data()), field.value.count};
  return true;
}

bool Message::find(string_view name, std::uint32_t occurrence, plat_http_bytes &value) const {
  for (auto const &field : fields_) {
    if (field.name.count != name.size() || !beast::iequals(text(field.name), name)) continue;
    if (occurrence-- > 0) continue;
    value = {reinterpret_cast<std::uint8_t const *>(text(field.value).data()), field.value.count};
    return true;
  }
  return false;
}

}  // namespace plat::http

using plat::http::Message;

extern "C" int plat_http_field_at(
    const plat_http_request *request, uint32_t index, plat_http_bytes *name,
    plat_http_bytes *value) {
  return static_cast<Message const *>(request->message)->field(index, *name, *value);
}

extern "C" int plat_http_find(
    const plat_http_request *request, const uint8_t *name, size_t name_count, uint32_t occurrence,
    plat_http_bytes *value) {
  return static_cast<Message const *>(request->message)
      ->find({reinterpret_cast<char const *>(name), name_count}, occurrence, *value);
}

extern "C" int plat_http_read(
    const uint8_t *bytes, size_t count, size_t piece, const plat_http_limits *limits, void *context,
    void (*each)(void *context, const plat_http_request *request)) {
  Message message(*limits);
  for (size_t at = 0; at < count;) {
    auto const room = message.room();
    size_t const part = std::min({piece ? piece : 1, count - at, room.size()});
    std::memcpy(room.data(), bytes + at, part);
    message.filled(part);
    at += part;
    for (;;) {
      auto const verdict = message.parse();
      if (verdict == Message::Verdict::refused) return int(message.status());
      if (verdict == Message::Verdict::more) break;
      plat_http_request request{};
      message.describe(request);
      each(context, &request);
      message.next();
    }
  }
  return 0;
}
