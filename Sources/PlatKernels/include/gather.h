#pragma once
#include <stddef.h>
#include <stdint.h>

/// Reads the numbers of some rows from a column of `column_rows` numbers of `width` bytes: 1, 2, 4
/// or 8. Rows out of range read as 0. Loads are independent, so that their latencies overlap.
void plat_gather(
    const void *column, size_t width, size_t column_rows, const uint32_t *rows, size_t count,
    uint64_t *numbers);

/// Finds the start and the length of some rows' texts, from the length of each row's text in a byte
/// and the start of each block's first text. `lengths` is readable in whole blocks of 64. Rows out
/// of range, and texts that would end after `bytes`, have length 0 and start 0.
void plat_gather_texts(
    const uint8_t *lengths, const uint64_t *block_starts, size_t column_rows, size_t bytes,
    const uint32_t *rows, size_t count, uint64_t *starts, uint64_t *found);
