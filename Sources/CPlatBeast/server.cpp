#include "answer.hpp"
#include "connection.hpp"

#include <boost/asio/post.hpp>
#include <csignal>
#include <pthread.h>
#include <thread>
#include <unistd.h>

namespace plat::http {

namespace {

class Server : public Shared {
 public:
  Server(
      plat_http_options const &options, plat_http_handler handler, void *context,
      void (*release)(void *))
      : Shared(options), release_(release) {
    this->handler = handler;
    this->context = context;
  }
  ~Server() {
    pause_.reset();
    acceptor_.reset();
    loops_.clear();
    release_(context);
  }

  int start(char const *address, std::uint16_t &port, int &error);
  std::int64_t stop(std::uint32_t milliseconds);
  void count(plat_http_counters &counters) const;

 private:
  void accept();
  void on_accept(error_code const &e, tcp::socket socket, Loop &loop);
  void admit(tcp::socket socket, Loop &loop);
  /// Turns a connection away on the accepting loop, which has the list of such connections.
  void turn_away(tcp::socket socket, plat_http_response const &response);

  void (*release_)(void *);
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
  std::optional<tcp::acceptor> acceptor_;
  std::optional<asio::steady_timer> pause_;
  tcp::endpoint peer_;
  std::atomic<bool> is_stopping_{false};
};

int Server::start(char const *address, std::uint16_t &port, int &error) {
  error_code e;
  auto const parsed = asio::ip::make_address(address, e);
  if (e) return PLAT_HTTP_BAD_ADDRESS;
  for (std::uint32_t number = 0; number < std::max<std::uint32_t>(1, options.loops); number++) {
    loops_.push_back(std::make_unique<Loop>(*this, number));
  }
  auto &first = loops_.front()->context;
  acceptor_.emplace(first);
  pause_.emplace(first);
  tcp::endpoint const endpoint(parsed, port);
  acceptor_->open(endpoint.protocol(), e);
  // Allows a bind while sockets of an earlier process are closing; a second listener is still
  // refused.
  if (!e) acceptor_->set_option(tcp::acceptor::reuse_address(true), e);
  if (!e) acceptor_->bind(endpoint, e);
  if (!e) acceptor_->listen(4096, e);
  if (!e) acceptor_->non_blocking(true, e);
  if (!e) port = acceptor_->local_endpoint(e).port();
  if (e) {
    error = e.value();
    return PLAT_HTTP_CANNOT_BIND;
  }
  accept();
  // Signals are for the program's own threads.
  ::sigset_t all, before;
  ::sigfillset(&all);
  // The threads' own faults stay unblocked: a blocked fault ends the process despite any handler.
  for (int fault : {SIGBUS, SIGSEGV, SIGILL, SIGFPE}) ::sigdelset(&all, fault);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  int result = PLAT_HTTP_STARTED;
  try {
    for (auto &loop : loops_) {
      threads_.emplace_back([&loop = *loop] { loop.run(); });
    }
  } catch (std::system_error const &failure) {
    error = failure.code().value();
    result = PLAT_HTTP_NO_RESOURCES;
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (result != PLAT_HTTP_STARTED) stop(0);
  return result;
}

void Server::accept() {
  Loop *next = loops_.front().get();
  for (auto const &loop : loops_) {
    if (loop->active.load(std::memory_order_relaxed) < next->active.load(std::memory_order_relaxed))
      next = loop.get();
  }
  acceptor_->async_accept(
      next->context, peer_, [this, next](error_code const &e, tcp::socket socket) {
        on_accept(e, std::move(socket), *next);
      });
}

void Server::on_accept(error_code const &e, tcp::socket socket, Loop &loop) {
  if (!acceptor_->is_open()) return;
  if (e && e != asio::error::connection_aborted) {
    // No descriptor is free; try again soon.
    pause_->expires_after(std::chrono::milliseconds(20));
    pause_->async_wait([this](error_code const &) {
      if (acceptor_->is_open()) accept();
    });
    return;
  }
  if (!e) {
    accepted.fetch_add(1, std::memory_order_relaxed);
    admit(std::move(socket), loop);
  }
  accept();
}

void Server::admit(tcp::socket socket, Loop &loop) {
  if (served.load() >= options.connections) {
    refused.fetch_add(1, std::memory_order_relaxed);
    return turn_away(std::move(socket), problem(503));
  }
  bool const is_counted = addresses.counts(peer_.address());
  if (is_counted && !addresses.enter(Addresses::key_of(peer_.address()))) {
    refused_address.fetch_add(1, std::memory_order_relaxed);
    return turn_away(std::move(socket), too_many_connections());
  }
  connections.fetch_add(1);
  served.fetch_add(1);
  loop.active.fetch_add(1, std::memory_order_relaxed);
  if (&loop == Loop::current()) {
    loop.adopt(std::move(socket), peer_, is_counted);
  } else {
    asio::post(
        loop.context, [&loop, socket = std::move(socket), peer = peer_, is_counted]() mutable {
          loop.adopt(std::move(socket), peer, is_counted);
        });
  }
}

void Server::turn_away(tcp::socket socket, plat_http_response const &response) {
  auto &first = *loops_.front();
  error_code e;
  // The socket may have been accepted for another loop.
  tcp::socket own(first.context);
  auto const descriptor = socket.release(e);
  if (e) return;
  own.assign(peer_.protocol(), descriptor, e);
  if (e) {
    ::close(descriptor);
    return;
  }
  connections.fetch_add(1);
  first.active.fetch_add(1, std::memory_order_relaxed);
  first.turn_away(std::move(own), peer_, response);
}

std::int64_t Server::stop(std::uint32_t milliseconds) {
  if (Loop::current() || is_stopping_.exchange(true)) return -1;
  asio::post(loops_.front()->context, [this] {
    error_code e;
    acceptor_->close(e);
    pause_->cancel();
  });
  for (auto &loop : loops_) {
    asio::post(loop->context, [&loop = *loop] { loop.drain(); });
  }
  {
    std::unique_lock<std::mutex> lock(mutex);
    empty.wait_for(
        lock, std::chrono::milliseconds(milliseconds), [this] { return connections.load() == 0; });
  }
  auto const left = connections.load();
  for (auto &loop : loops_) {
    asio::post(loop->context, [&loop = *loop] { loop.cut(); });
  }
  for (auto &thread : threads_) thread.join();
  return std::int64_t(left);
}

void Server::count(plat_http_counters &out) const {
  out = {};
  out.accepted = accepted.load(std::memory_order_relaxed);
  out.active = connections.load(std::memory_order_relaxed);
  out.waiting = waiting.load(std::memory_order_relaxed);
  out.streams = streams.load(std::memory_order_relaxed);
  out.refused_connections = refused.load(std::memory_order_relaxed);
  out.refused_address_connections = refused_address.load(std::memory_order_relaxed);
  for (auto const &loop : loops_) {
    auto const &counters = loop->counters;
    out.requests += counters.requests.get();
    out.bytes_in += counters.bytes_in.get();
    out.bytes_out += counters.bytes_out.get();
    out.refused_malformed += counters.malformed.get();
    out.refused_header += counters.header.get();
    out.refused_target += counters.target.get();
    out.refused_body += counters.body.get();
    out.refused_slow += counters.slow.get();
    out.refused_later += counters.later.get();
    out.refused_held += counters.held.get();
    out.timed_out_writes += counters.write.get();
    out.slow_streams += counters.slow_streams.get();
  }
}

}  // namespace

}  // namespace plat::http

using plat::http::Connection;

namespace {

/// An answer on its way to a loop, with everything that it needs.
class Job {
 public:
  explicit Job(plat_http_response const &response) : response_(response) {
    fields_.assign(reinterpret_cast<char const *>(response.fields.bytes), response.fields.count);
    response_.fields.bytes = reinterpret_cast<std::uint8_t const *>(fields_.data());
    if (response.owner) return;
    body_.assign(reinterpret_cast<char const *>(response.body.bytes), response.body.count);
    response_.body.bytes = reinterpret_cast<std::uint8_t const *>(body_.data());
  }
  ~Job() {
    if (response_.owner && response_.release) response_.release(response_.owner);
  }
  Job(Job const &) = delete;
  Job &operator=(Job const &) = delete;

  void bring(Connection &connection) { connection.complete(take()); }
  void begin_stream(Connection &connection) { connection.begin_stream(take()); }

 private:
  /// The response, whose owner is the caller's from now on.
  plat_http_response take() {
    auto const response = response_;
    response_.owner = nullptr;
    return response;
  }

  plat_http_response response_;
  std::string fields_;
  std::string body_;
};

}  // namespace

struct plat_http_server {
  std::shared_ptr<plat::http::Server> server;
};

struct plat_http_ticket {
  /// Keeps the loop that gets the answer alive, even after the server is gone.
  std::shared_ptr<plat::http::Shared> shared;
  Connection::Ref connection;
  bool is_stream = false;
};

uint32_t plat_http_processors(void) { return std::max(1u, std::thread::hardware_concurrency()); }

plat_http_server *plat_http_start(
    const char *address, uint16_t *port, const plat_http_options *options,
    plat_http_handler handler, void *context, void (*release)(void *context), int *failure,
    int *error) {
  *error = 0;
  try {
    auto handle = std::make_unique<plat_http_server>();
    handle->server = std::make_shared<plat::http::Server>(*options, handler, context, release);
    *failure = handle->server->start(address, *port, *error);
    return *failure == PLAT_HTTP_STARTED ? handle.release() : nullptr;
  } catch (std::exception const &) {
    *failure = PLAT_HTTP_NO_RESOURCES;
    return nullptr;
  }
}

int64_t plat_http_stop(plat_http_server *server, uint32_t drain_milliseconds) {
  return server->server->stop(drain_milliseconds);
}

void plat_http_destroy(plat_http_server *server) { delete server; }

void plat_http_count(const plat_http_server *server, plat_http_counters *counters) {
  server->server->count(*counters);
}

void plat_http_respond(plat_http_exchange *exchange, const plat_http_response *response) {
  auto *const connection = reinterpret_cast<Connection *>(exchange);
  try {
    connection->respond(*response);
  } catch (std::exception const &) {
    // Memory ran out; nothing may be thrown through the handler.
    connection->close();
  }
}

plat_http_ticket *plat_http_later(plat_http_exchange *exchange, const plat_http_watcher *watcher) {
  auto *const connection = reinterpret_cast<Connection *>(exchange);
  try {
    auto ticket = std::make_unique<plat_http_ticket>(plat_http_ticket{
        connection->loop().shared.shared_from_this(), Connection::Ref(connection), false});
    return connection->put_off(*watcher) ? ticket.release() : nullptr;
  } catch (std::bad_alloc const &) {
    return nullptr;
  }
}

// Until `plat_http_complete` the ticket keeps the connection, and the loop runs what is posted in
// its order. So what is posted before has a connection without counting a reference, which only
// the loop's thread may.

int plat_http_stream_begin(plat_http_ticket *ticket, const plat_http_response *response) {
  auto &shared = *ticket->shared;
  if (shared.streams.fetch_add(1) >= shared.options.streams) {
    shared.streams.fetch_sub(1);
    return 0;
  }
  shared.waiting.fetch_sub(1);
  ticket->is_stream = true;
  auto *const connection = ticket->connection.get();
  boost::asio::post(
      connection->loop().context,
      [connection, job = std::make_unique<Job>(*response)] { job->begin_stream(*connection); });
  return 1;
}

void plat_http_stream_send(plat_http_ticket *ticket, plat_http_bytes bytes) {
  auto *const connection = ticket->connection.get();
  std::string piece(reinterpret_cast<char const *>(bytes.bytes), bytes.count);
  boost::asio::post(connection->loop().context, [connection, piece = std::move(piece)] {
    connection->stream(piece);
  });
}

void plat_http_complete(plat_http_ticket *ticket, const plat_http_response *response) {
  auto const shared = std::move(ticket->shared);
  auto connection = std::move(ticket->connection);
  (ticket->is_stream ? shared->streams : shared->waiting).fetch_sub(1);
  delete ticket;
  auto &context = connection->loop().context;
  boost::asio::post(
      context, [connection = std::move(connection), job = std::make_unique<Job>(*response)] {
        job->bring(*connection);
      });
}
