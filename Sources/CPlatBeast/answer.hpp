#pragma once

#include "loop.hpp"

namespace plat::http {

/// Whether answers of a status have neither a body nor a Content-Length.
inline bool is_bodiless(unsigned status) { return status < 200 || status == 204 || status == 304; }

/// Writes the status line and the fields of an answer over `head`; `common` are lines that every
/// answer has.
void write_head(
    std::string &head, plat_http_response const &response, string_view common, string_view date,
    int minor, bool keeps);

/// The same for an answer whose length is not known: its end is that of the last chunk, or of the
/// connection.
void write_stream_head(
    std::string &head, plat_http_response const &response, string_view common, string_view date,
    bool is_chunked);

/// The whole answer to a request that never reaches a handler, as in RFC 9457.
plat_http_response problem(unsigned status);

/// The whole answer to an address at its connection limit.
plat_http_response too_many_connections();

}  // namespace plat::http
