#pragma once

// A connection: reads requests, has them answered, and sends the rest of answers that do not go out
// at once.

#include "loop.hpp"

#include <boost/smart_ptr/intrusive_ptr.hpp>

namespace plat::http {

/// Lives only on its loop's thread, and so does its reference count.
class Connection {
 public:
  using Ref = boost::intrusive_ptr<Connection>;

  /// The slot of the server that a connection occupies.
  enum class Place { none, served, counted };

  Connection(Loop &loop, tcp::socket socket, tcp::endpoint const &peer, Place place);
  ~Connection();
  Connection(Connection const &) = delete;
  Connection &operator=(Connection const &) = delete;

  void start();
  /// Sends this answer and leaves.
  void turn_away(plat_http_response const &response);
  void respond(plat_http_response const &response);
  /// Defers the answer until `complete`. The watcher is taken over if this returns true.
  bool put_off(plat_http_watcher const &watcher);
  void complete(plat_http_response const &response);
  /// Sends the head of a streamed answer, and its first piece.
  void begin_stream(plat_http_response const &response);
  /// Sends a piece of a streamed answer.
  void stream(string_view bytes);
  void time_out();
  int descriptor() { return socket_.native_handle(); }
  /// Handles poll's events for the client while the answer is deferred.
  void look(short events);
  void close();
  bool is_fresh() const { return message_.is_empty(); }
  Loop &loop() { return loop_; }

  std::uint64_t deadline = 0;
  Connection *previous = nullptr;
  Connection *following = nullptr;

 private:
  friend void intrusive_ptr_add_ref(Connection *c) { c->references_ += 1; }
  friend void intrusive_ptr_release(Connection *c) {
    if (--c->references_ == 0) delete c;
  }

  void wait(Wait wait);
  void unlink();
  void read();
  void on_read(error_code const &e, std::size_t count);
  void process();
  bool answer();
  /// Continues after an answer was sent; false if the connection reads no further request now.
  bool after_answer();
  void refuse(unsigned status);
  /// Counts bytes that this connection holds; false if all connections hold too many.
  bool hold(std::size_t bytes);
  void say_continue();
  void leave();
  void drop_watcher(bool is_gone);
  bool send(plat_http_response const &response);
  void keep_rest(plat_http_response const &response, std::size_t sent);
  /// Sends bytes of a streamed answer, or keeps them until the client reads.
  void send_piece(string_view bytes);
  void end_stream();
  /// Continues after all pieces so far were sent.
  void after_pieces();
  void await_write();
  void write_rest();
  void release_rest();

  Loop &loop_;
  tcp::socket socket_;
  Message message_;
  plat_http_peer peer_{};
  /// The key that its address counts under.
  Addresses::Key const key_;
  Place const place_;
  std::uint32_t references_ = 0;
  Wait wait_ = Wait::header;
  bool is_linked_ = false;
  bool is_open_ = true;
  bool is_reading_ = false;
  bool is_answering_ = false;
  bool is_answered_ = false;
  bool is_put_off_ = false;
  bool is_streaming_ = false;
  /// Whether pieces of the streamed answer are framed as chunks.
  bool is_chunked_ = false;
  bool has_continued_ = false;
  bool keeps_ = false;
  /// Bytes since the wait began: of a body, of an answer, or discarded.
  std::size_t progress_ = 0;
  std::size_t held_ = 0;
  /// The unsent bytes: rest_ from rest_at_ on, then tail_.
  std::string rest_;
  std::size_t rest_at_ = 0;
  plat_http_bytes tail_{nullptr, 0};
  void *owner_ = nullptr;
  void (*release_)(void *) = nullptr;
  plat_http_watcher watcher_{nullptr, nullptr, nullptr};
  /// Bytes of the answer's head that were sent before there was an answer.
  std::size_t begun_ = 0;
};

}  // namespace plat::http
