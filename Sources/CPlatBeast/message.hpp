#pragma once

// The received bytes of a connection, and the request at their beginning.

#include "include/CPlatBeast.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace plat::http {

namespace beast = boost::beast;
using beast::string_view;
using error_code = boost::system::error_code;

/// Parses with Beast, and also refuses requests that a proxy could parse differently: a second
/// Content-Length, any transfer coding but chunked, folded lines, a missing or repeated Host.
class Message {
 public:
  enum class Verdict { more, complete, refused };

  explicit Message(const plat_http_limits &limits) : limits_(limits) {}

  /// Free space in the buffer, which does not move until `filled`.
  boost::asio::mutable_buffer room();
  void filled(std::size_t count) { end_ += count; }
  Verdict parse();
  /// Drops the complete request, and continues with the bytes after it.
  void next();
  /// Frees the body; nothing is parsed after that.
  void drop_body() { std::string().swap(body_); }

  /// Whether no byte of a request has arrived.
  bool is_empty() const { return begin_ == end_ && !parser_; }
  bool has_header() const { return header_count_ != 0; }
  bool wants_continue() const { return expects_ && parsed_ == held(); }
  bool keeps_alive() const { return has_header() && parser_ && parser_->keep_alive(); }
  bool is_head() const;
  bool is_minor_version_1() const { return minor_ == 1; }
  std::size_t body_count() const { return body_.size(); }
  /// The status of the refusal.
  unsigned status() const { return status_; }

  void describe(plat_http_request &request) const;
  bool field(std::uint32_t index, plat_http_bytes &name, plat_http_bytes &value) const;
  bool find(string_view name, std::uint32_t occurrence, plat_http_bytes &value) const;

 private:
  /// A range of the header, as an offset from its beginning.
  struct Piece {
    std::uint32_t at = 0;
    std::uint32_t count = 0;
  };
  struct Field {
    Piece name;
    Piece value;
  };

  class Parser final : public beast::http::basic_parser<true> {
   public:
    explicit Parser(Message &message) : message_(message) {
      eager(true);
      header_limit(message.limits_.header_bytes);
      body_limit(message.limits_.body_bytes);
    }

   private:
    void on_request_impl(
        beast::http::verb, string_view method, string_view target, int version,
        error_code &e) override {
      message_.on_request(method, target, version, e);
    }
    void on_response_impl(int, string_view, int, error_code &) override {}
    void on_field_impl(
        beast::http::field field, string_view name, string_view value, error_code &e) override {
      message_.on_field(field, name, value, e);
    }
    void on_header_impl(error_code &e) override { message_.on_header(e); }
    void on_body_init_impl(boost::optional<std::uint64_t> const &count, error_code &) override {
      message_.body_.reserve(std::size_t(std::min<std::uint64_t>(count.value_or(0), 1 << 16)));
    }
    std::size_t on_body_impl(string_view part, error_code &) override {
      return message_.on_body(part);
    }
    void on_chunk_header_impl(std::uint64_t, string_view extension, error_code &e) override {
      if (extension.size() > message_.limits_.header_bytes) message_.refuse(400, e);
    }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code &) override {
      return message_.on_body(part);
    }
    void on_finish_impl(error_code &) override {}

    Message &message_;
  };

  void on_request(string_view method, string_view target, int version, error_code &e);
  void on_field(beast::http::field field, string_view name, string_view value, error_code &e);
  void on_header(error_code &e);
  std::size_t on_body(string_view part) {
    body_.append(part.data(), part.size());
    return part.size();
  }
  void refuse(unsigned status, error_code &e) {
    status_ = status;
    e = beast::http::error::bad_value;
  }
  Verdict refuse(unsigned status) {
    status_ = status;
    return Verdict::refused;
  }
  unsigned status_of(error_code e) const;
  /// Whether the start line does not end within the longest allowed target.
  bool is_target_long() const;

  std::size_t held() const { return end_ - begin_; }
  Piece piece(string_view text) const {
    return {std::uint32_t(text.data() - (buffer_.get() + begin_)), std::uint32_t(text.size())};
  }
  string_view text(Piece piece) const { return {buffer_.get() + begin_ + piece.at, piece.count}; }

  const plat_http_limits &limits_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  /// The request begins at begin_; the parser has taken the first parsed_ bytes; the buffer's bytes
  /// end at end_.
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t parsed_ = 0;
  /// 0 until the header is complete.
  std::size_t header_count_ = 0;
  std::size_t trailer_count_ = 0;
  std::optional<Parser> parser_;
  std::vector<Field> fields_;
  std::string body_;
  Piece method_;
  Piece target_;
  unsigned status_ = 0;
  int minor_ = 1;
  bool has_start_ = false;
  bool has_host_ = false;
  bool has_length_ = false;
  bool expects_ = false;
};

}  // namespace plat::http
