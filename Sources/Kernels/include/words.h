#pragma once
#include <stddef.h>
#include <stdint.h>

/// How many bits are set in `count` words.
uint64_t plat_popcount(const uint64_t *words, size_t count);

/// Writes the row of every set bit, in order; `rows` has room for as many, and 64 more. Returns how many there are.
size_t plat_rows(const uint32_t *blocks, const uint64_t *words, size_t count, uint32_t *rows);

/// Drops the entries whose word is zero, keeping the order; returns how many are left.
size_t plat_compact(uint32_t *blocks, uint64_t *words, size_t count);

/// Keeps the bits that are set in a bitmap over all rows as well: `words[i] &= bitmap[blocks[i]]`.
void plat_intersect(const uint64_t *bitmap, const uint32_t *blocks, uint64_t *words, size_t count);
