#pragma once
#include <stddef.h>
#include <stdint.h>

/// Reads the numbers of some rows from a column of `column_rows` numbers of `width` bytes: 1, 2, 4
/// or 8. Rows that are not there have 0. No load waits for another, so that the waits for memory
/// overlap.
void plat_gather(
    const void *column, size_t width, size_t column_rows, const uint32_t *rows, size_t count,
    uint64_t *numbers);

/// Finds where the texts of some rows begin, and their lengths, from the length of each row's text
/// in a byte and the beginning of each block's first text. `lengths` can be read in whole blocks of
/// 64; rows that are not there, and texts that would end behind `bytes`, have a length of 0 and
/// begin at 0.
void plat_gather_texts(
    const uint8_t *lengths, const uint64_t *block_starts, size_t column_rows, size_t bytes,
    const uint32_t *rows, size_t count, uint64_t *starts, uint64_t *found);
