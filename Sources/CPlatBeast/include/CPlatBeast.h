#pragma once

// A C interface to an HTTP/1 server: Boost.Beast parses the requests, Boost.Asio does the input and
// output.
//
// Each loop is a thread; a connection belongs to one loop for life. Client input never makes
// anything here throw or abort.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  const uint8_t *_Nullable bytes;
  size_t count;
} plat_http_bytes;

/// The limits of a server. No number may be 0.
typedef struct {
  uint32_t header_bytes;
  uint32_t target_bytes;
  uint32_t fields;
  uint64_t body_bytes;
} plat_http_limits;

/// Addresses with a common prefix; IPv4 ones are mapped into IPv6.
typedef struct {
  uint8_t address[16];
  /// 0 to 128.
  uint8_t bits;
} plat_http_block;

typedef struct {
  plat_http_limits limits;
  /// Connections served at a time; further ones get 503.
  uint32_t connections;
  /// Connections of one address at a time, or of one /64 for IPv6; further ones get 503. 0 for no
  /// limit.
  uint32_t address_connections;
  /// Addresses exempt from this limit; copied at the start.
  const plat_http_block *_Nullable uncounted;
  size_t uncounted_count;
  /// Field lines of every answer, each with its CRLF; copied at the start.
  plat_http_bytes fields;
  /// Requests that may wait for `plat_http_complete` at a time.
  uint32_t later;
  /// Streams at a time.
  uint32_t streams;
  /// Unsent bytes that a stream may have; with more its connection is cut.
  uint32_t stream_bytes;
  /// Bytes of unfinished bodies and unsent answers that all connections may hold; beyond it,
  /// requests get 503.
  uint64_t held_bytes;
  uint32_t loops;
  /// Milliseconds: for a whole header; for each 16 KiB of a body; between requests; for each 16 KiB
  /// of an answer.
  uint32_t header_time;
  uint32_t body_time;
  uint32_t idle_time;
  uint32_t write_time;
} plat_http_options;

/// The remote end of a connection.
typedef struct {
  /// 4 or 6.
  uint8_t version;
  /// In network order; IPv4 uses the first four bytes.
  uint8_t address[16];
  uint16_t port;
} plat_http_peer;

/// A request, whose bytes do not move until the handler returns.
typedef struct {
  plat_http_bytes method;
  /// The target before the first question mark, as sent.
  plat_http_bytes path;
  /// The text after it; null if there is none.
  plat_http_bytes query;
  plat_http_bytes body;
  plat_http_peer peer;
  uint32_t field_count;
  /// The index of the loop whose thread this is, from 0.
  uint32_t loop;
  /// 0 or 1.
  uint8_t minor_version;
  const void *_Nonnull message;
} plat_http_request;

typedef struct {
  uint16_t status;
  /// Not 0: the connection closes after this answer.
  uint8_t close;
  /// Field lines, each with its CRLF.
  plat_http_bytes fields;
  plat_http_bytes body;
  /// The owner of the body's bytes, passed to `release` exactly once; without it, bytes that cannot
  /// be sent at once are copied.
  void *_Nullable owner;
  void (*_Nullable release)(void *_Nonnull owner);
} plat_http_response;

/// Counts since the start, and current open connections.
typedef struct {
  uint64_t accepted;
  uint64_t active;
  uint64_t requests;
  uint64_t waiting;
  uint64_t streams;
  uint64_t bytes_in;
  uint64_t bytes_out;
  uint64_t refused_connections;
  uint64_t refused_address_connections;
  uint64_t refused_malformed;
  uint64_t refused_header;
  uint64_t refused_target;
  uint64_t refused_body;
  uint64_t refused_slow;
  uint64_t refused_later;
  uint64_t refused_held;
  uint64_t timed_out_writes;
  /// Streams that were cut because their clients read too slowly.
  uint64_t slow_streams;
} plat_http_counters;

typedef struct plat_http_server plat_http_server;
/// A request that is being answered; valid only inside the handler.
typedef struct plat_http_exchange plat_http_exchange;
/// A request that is answered later.
typedef struct plat_http_ticket plat_http_ticket;

/// Called on a loop's thread; must call `plat_http_respond` or `plat_http_later` before it returns.
typedef void (*plat_http_handler)(
    void *_Nonnull context, const plat_http_request *_Nonnull request,
    plat_http_exchange *_Nonnull exchange);

/// The number of processors that this process may use; at least 1.
uint32_t plat_http_processors(void);

/// The step at which a start failed.
enum {
  PLAT_HTTP_STARTED = 0,
  PLAT_HTTP_BAD_ADDRESS = 1,
  PLAT_HTTP_CANNOT_BIND = 2,
  PLAT_HTTP_NO_RESOURCES = 3,
};

/// Binds, listens and starts the loops. `context` is passed to `release` when nothing can call the
/// handler any more, after a failure too. On success `port` is the bound one; on failure `error` is
/// an errno.
plat_http_server *_Nullable plat_http_start(
    const char *_Nonnull address, uint16_t *_Nonnull port,
    const plat_http_options *_Nonnull options, plat_http_handler _Nonnull handler,
    void *_Nonnull context, void (*_Nonnull release)(void *_Nonnull context), int *_Nonnull failure,
    int *_Nonnull error);

/// Stops accepting, lets requests finish for `drain_milliseconds`, closes the rest and joins the
/// loops. Returns the number of connections that were cut. From a loop's own thread, or a second
/// time, it does nothing and returns -1.
int64_t plat_http_stop(plat_http_server *_Nonnull server, uint32_t drain_milliseconds);

/// Frees a stopped server.
void plat_http_destroy(plat_http_server *_Nonnull server);

void plat_http_count(
    const plat_http_server *_Nonnull server, plat_http_counters *_Nonnull counters);

void plat_http_respond(
    plat_http_exchange *_Nonnull exchange, const plat_http_response *_Nonnull response);

/// Notified when nobody waits for a deferred answer any more: the client closed or reset the
/// connection, or the server stopped. `gone` is called at most once, on the loop's thread, and
/// never after the answer; `release` exactly once.
typedef struct {
  void *_Nullable context;
  void (*_Nullable gone)(void *_Nonnull context);
  void (*_Nullable release)(void *_Nonnull context);
} plat_http_watcher;

/// Defers the answer; null if the limit of deferred answers is reached, or this request is already
/// answered. The watcher is taken over only if there is a ticket.
///
/// A client that has shut down its sending side may still read, so the end of its bytes alone does
/// not count as gone: the server then sends the first bytes that every answer has, and a closed
/// socket resets the connection.
plat_http_ticket *_Nullable plat_http_later(
    plat_http_exchange *_Nonnull exchange, const plat_http_watcher *_Nonnull watcher);

/// Sends the head of an answer whose body comes in pieces, and the response's body as the first
/// piece; from any thread. The ticket stays: `plat_http_stream_send` sends further pieces, and
/// `plat_http_complete`, with any response, ends the answer and closes the connection. The watcher
/// is notified as before. Returns 0 if the limit of streams is reached; the ticket is as it was.
int plat_http_stream_begin(
    plat_http_ticket *_Nonnull ticket, const plat_http_response *_Nonnull response);

/// Sends a piece of the body; copies its bytes. Not for several threads at once.
void plat_http_stream_send(plat_http_ticket *_Nonnull ticket, plat_http_bytes bytes);

/// Answers from any thread and frees the ticket.
void plat_http_complete(
    plat_http_ticket *_Nonnull ticket, const plat_http_response *_Nonnull response);

/// Field `index` of a request. Not 0 if it exists.
int plat_http_field_at(
    const plat_http_request *_Nonnull request, uint32_t index, plat_http_bytes *_Nonnull name,
    plat_http_bytes *_Nonnull value);

/// The value of the `occurrence`-th field of a name, case-insensitive. Not 0 if it exists.
int plat_http_find(
    const plat_http_request *_Nonnull request, const uint8_t *_Nonnull name, size_t name_count,
    uint32_t occurrence, plat_http_bytes *_Nonnull value);

/// Reads the requests of a byte stream that arrives in pieces of `piece` bytes; returns 0, or the
/// status that ended it.
int plat_http_read(
    const uint8_t *_Nullable bytes, size_t count, size_t piece,
    const plat_http_limits *_Nonnull limits, void *_Nullable context,
    void (*_Nonnull each)(void *_Nullable context, const plat_http_request *_Nonnull request));

#ifdef __cplusplus
}
#endif
