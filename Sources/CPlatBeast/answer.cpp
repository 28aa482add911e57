#include "answer.hpp"

#include <boost/beast/http/status.hpp>
#include <charconv>

namespace plat::http {

namespace {

struct Problem {
  unsigned status;
  string_view body;
};

constexpr char fields[] = "Content-Type: application/problem+json\r\n";
constexpr char fields_503[] = "Content-Type: application/problem+json\r\nRetry-After: 1\r\n";

#define PROBLEM(status, title, detail)                                                             \
  Problem {                                                                                        \
    status, "{\"type\":\"about:blank\",\"title\":\"" title "\",\"status\":" #status                \
            ",\"detail\":\"" detail "\"}"                                                          \
  }

Problem const problems[] = {
    PROBLEM(400, "Bad Request", "The request is malformed, or can be read in more than one way."),
    PROBLEM(408, "Request Timeout", "The request did not come in time."),
    PROBLEM(413, "Content Too Large", "The body is longer than this server accepts."),
    PROBLEM(
        414, "URI Too Long",
        "The address is longer than this server takes. Send a drawn area to POST /api/areas once "
        "and name it in within, or send a search as POST."),
    PROBLEM(417, "Expectation Failed", "Expect supports 100-continue only."),
    PROBLEM(
        431, "Request Header Fields Too Large",
        "The header is longer, or has more fields, than this server takes."),
    PROBLEM(500, "Internal Server Error", "The request was not answered."),
    PROBLEM(
        501, "Not Implemented",
        "The server supports neither this method nor transfer codings other than chunked."),
    PROBLEM(
        503, "Service Unavailable",
        "The server has as much to do as it takes on; try again later."),
    PROBLEM(505, "HTTP Version Not Supported", "This server speaks HTTP/1.1 and HTTP/1.0."),
};

Problem const address_problem = PROBLEM(
    503, "Service Unavailable",
    "Your address has as many connections open as one may have; use fewer at a time, "
    "or try again later.");

#undef PROBLEM

plat_http_response response_of(Problem const &problem) {
  plat_http_response response{};
  response.status = std::uint16_t(problem.status);
  response.close = 1;
  string_view const lines = problem.status == 503 ? string_view(fields_503) : string_view(fields);
  response.fields = {reinterpret_cast<std::uint8_t const *>(lines.data()), lines.size()};
  response.body = {
      reinterpret_cast<std::uint8_t const *>(problem.body.data()), problem.body.size()};
  return response;
}

void append(std::string &text, std::uint64_t number) {
  char digits[20];
  auto const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  text.append(digits, std::size_t(end - digits));
}

template <std::size_t n>
void append(std::string &text, char const (&literal)[n]) {
  text.append(literal, n - 1);
}

void begin_head(std::string &head, unsigned status, string_view date) {
  head.clear();
  append(head, "HTTP/1.1 ");
  append(head, status);
  head.push_back(' ');
  auto const reason = beast::http::obsolete_reason(beast::http::int_to_status(status));
  head.append(reason.data(), reason.size());
  append(head, "\r\nDate: ");
  head.append(date.data(), date.size());
  append(head, "\r\n");
}

void end_head(std::string &head, plat_http_response const &response, string_view common) {
  head.append(common.data(), common.size());
  if (response.fields.count > 0) {
    head.append(reinterpret_cast<char const *>(response.fields.bytes), response.fields.count);
  }
  append(head, "\r\n");
}

}  // namespace

void write_head(
    std::string &head, plat_http_response const &response, string_view common, string_view date,
    int minor, bool keeps) {
  begin_head(head, response.status, date);
  if (!is_bodiless(response.status)) {
    append(head, "Content-Length: ");
    append(head, response.body.count);
    append(head, "\r\n");
  }
  if (!keeps) {
    append(head, "Connection: close\r\n");
  } else if (minor == 0) {
    append(head, "Connection: keep-alive\r\n");
  }
  end_head(head, response, common);
}

void write_stream_head(
    std::string &head, plat_http_response const &response, string_view common, string_view date,
    bool is_chunked) {
  begin_head(head, response.status, date);
  if (is_chunked) append(head, "Transfer-Encoding: chunked\r\n");
  append(head, "Connection: close\r\n");
  end_head(head, response, common);
}

plat_http_response problem(unsigned status) {
  Problem const *found = &problems[0];
  for (auto const &each : problems) {
    if (each.status == status) found = &each;
  }
  return response_of(*found);
}

plat_http_response too_many_connections() { return response_of(address_problem); }

}  // namespace plat::http
