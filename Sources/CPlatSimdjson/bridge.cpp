#include "CPlatSimdjson.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>

#include <simdjson.h>

using simdjson::error_code;

struct plat_json_parser {
  simdjson::dom::parser parser;
  std::unique_ptr<uint8_t[]> input;
  size_t capacity = 0;
  size_t capacity_limit;
  size_t depth_limit;

  plat_json_parser(size_t capacity_limit, size_t depth_limit)
      : parser(capacity_limit), capacity_limit(capacity_limit), depth_limit(depth_limit) {}

  /// Makes room for a document of `length` bytes. Sizes double, so that growing documents do not
  /// allocate each time.
  int reserve(size_t length) noexcept {
    if (length <= capacity) return PLAT_JSON_OK;
    if (length > capacity_limit) return PLAT_JSON_TOO_LARGE;
    size_t wanted = capacity == 0 ? 4096 : capacity;
    while (wanted < length) wanted *= 2;
    if (wanted > capacity_limit) wanted = capacity_limit;
    capacity = 0;
    input.reset(new (std::nothrow) uint8_t[wanted + simdjson::SIMDJSON_PADDING]);
    if (!input) return PLAT_JSON_NO_MEMORY;
    if (parser.doc.allocate(wanted) != simdjson::SUCCESS) return PLAT_JSON_NO_MEMORY;
    if (parser.allocate(wanted, depth_limit) != simdjson::SUCCESS) return PLAT_JSON_NO_MEMORY;
    capacity = wanted;
    return PLAT_JSON_OK;
  }
};

namespace {

int reason(error_code error) noexcept {
  switch (error) {
    case simdjson::SUCCESS:
      return PLAT_JSON_OK;
    case simdjson::CAPACITY:
      return PLAT_JSON_TOO_LARGE;
    case simdjson::MEMALLOC:
      return PLAT_JSON_NO_MEMORY;
    case simdjson::DEPTH_ERROR:
      return PLAT_JSON_TOO_DEEP;
    case simdjson::EMPTY:
      return PLAT_JSON_EMPTY;
    case simdjson::UTF8_ERROR:
      return PLAT_JSON_NOT_UTF8;
    case simdjson::NUMBER_ERROR:
    case simdjson::NUMBER_OUT_OF_RANGE:
      return PLAT_JSON_BAD_NUMBER;
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING:
      return PLAT_JSON_BAD_STRING;
    case simdjson::TAPE_ERROR:
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
    case simdjson::TRAILING_CONTENT:
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
      return PLAT_JSON_BAD_STRUCTURE;
    default:
      return PLAT_JSON_INTERNAL;
  }
}

}  // namespace

plat_json_parser *plat_json_create(size_t capacity_limit, size_t depth_limit) {
  try {
    // simdjson addresses structural characters with 32 bits.
    if (capacity_limit > simdjson::SIMDJSON_MAXSIZE_BYTES)
      capacity_limit = simdjson::SIMDJSON_MAXSIZE_BYTES;
    return new (std::nothrow) plat_json_parser(capacity_limit, depth_limit);
  } catch (...) {
    return nullptr;
  }
}

void plat_json_destroy(plat_json_parser *parser) { delete parser; }

int plat_json_parse(
    plat_json_parser *parser, const uint8_t *bytes, size_t length, plat_json_tape *tape) {
  *tape = {nullptr, 0, nullptr, 0};
  if (length == 0 || bytes == nullptr) return PLAT_JSON_EMPTY;
  try {
    if (int failure = parser->reserve(length)) return failure;
    uint8_t *input = parser->input.get();
    std::memcpy(input, bytes, length);
    std::memset(input + length, ' ', simdjson::SIMDJSON_PADDING);
    auto parsed = parser->parser.parse(input, length, false);
    if (parsed.error() != simdjson::SUCCESS) return reason(parsed.error());
    const auto &document = parser->parser.doc;
    tape->words = document.tape.get();
    // The first word is the root's; it contains the index after the last word.
    tape->word_count = size_t(document.tape[0] & 0xFFFFFFFFu);
    tape->strings = document.string_buf.get();
    // The size that document::allocate gives the buffer, less its rounding.
    tape->string_byte_count = 5 * parser->capacity / 3 + simdjson::SIMDJSON_PADDING;
    return PLAT_JSON_OK;
  } catch (...) {
    return PLAT_JSON_INTERNAL;
  }
}

int plat_json_is_utf8(const uint8_t *bytes, size_t length) {
  if (length == 0 || bytes == nullptr) return 1;
  return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length) ? 1 : 0;
}

size_t plat_json_write_double(double value, char *text, size_t capacity) {
  // Plain decimals for common sizes, an exponent beyond: the bounds of ECMAScript's
  // Number::toString.
  double size = std::fabs(value);
  auto format = size == 0 || (size >= 1e-7 && size < 1e21) ? std::chars_format::fixed
                                                           : std::chars_format::scientific;
  auto written = std::to_chars(text, text + capacity, value, format);
  return written.ec == std::errc() ? size_t(written.ptr - text) : 0;
}

int plat_json_read_double(const uint8_t *text, size_t length, double *value) {
  if (length == 0 || text == nullptr) return 0;
  const char *first = reinterpret_cast<const char *>(text), *last = first + length;
  try {
    auto read = std::from_chars(first, last, *value);
    return read.ec == std::errc() && read.ptr == last && std::isfinite(*value);
  } catch (...) {
    return 0;
  }
}
