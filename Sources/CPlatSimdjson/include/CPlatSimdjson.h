#pragma once

// A C interface to simdjson's DOM parser, so that Swift reads a parsed document straight from
// simdjson's tape (https://github.com/simdjson/simdjson/blob/master/doc/tape.md) without a call for
// each value.
//
// Nothing here throws, aborts or reads outside the bytes it is given; a result of 0 is success.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A parser with its buffers; for one thread at a time.
typedef struct plat_json_parser plat_json_parser;

/// A parsed document: valid until the parser parses again or is destroyed.
typedef struct {
  /// The tape: 64-bit words, kind in the top byte.
  const uint64_t *_Nullable words;
  size_t word_count;
  /// The unescaped strings: at the offset in a tape word, a 32-bit length, the bytes, a zero.
  const uint8_t *_Nullable strings;
  size_t string_byte_count;
} plat_json_tape;

/// The errors that callers distinguish.
enum {
  PLAT_JSON_OK = 0,
  PLAT_JSON_TOO_LARGE = 1,
  PLAT_JSON_NO_MEMORY = 2,
  PLAT_JSON_TOO_DEEP = 3,
  PLAT_JSON_EMPTY = 4,
  PLAT_JSON_NOT_UTF8 = 5,
  PLAT_JSON_BAD_NUMBER = 6,
  PLAT_JSON_BAD_STRING = 7,
  PLAT_JSON_BAD_STRUCTURE = 8,
  PLAT_JSON_INTERNAL = 9,
};

/// Makes a parser for documents of at most this many bytes and levels; null if memory is short.
plat_json_parser *_Nullable plat_json_create(size_t capacity_limit, size_t depth_limit);

void plat_json_destroy(plat_json_parser *_Nullable parser);

/// Parses `length` bytes, which are copied first, so the caller needs neither padding nor
/// alignment.
int plat_json_parse(
    plat_json_parser *_Nonnull parser, const uint8_t *_Nullable bytes, size_t length,
    plat_json_tape *_Nonnull tape);

/// Whether the bytes are valid UTF-8.
int plat_json_is_utf8(const uint8_t *_Nullable bytes, size_t length);

/// Writes the fewest digits that read back as the same finite number, with an exponent if it is
/// huge or tiny; returns their length, 0 if they do not fit.
size_t plat_json_write_double(double value, char *_Nonnull text, size_t capacity);

/// Parses a whole decimal text (RFC 8259 syntax without surrounding blanks is a subset) to the
/// nearest double. Returns 1, or 0 if it is not a number or too large for one.
int plat_json_read_double(const uint8_t *_Nullable text, size_t length, double *_Nonnull value);

#ifdef __cplusplus
}
#endif
