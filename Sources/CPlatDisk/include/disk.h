#pragma once

#include <stdint.h>

// Calls of the system that Swift does not see.

/// Begins to write bytes of a file to disk, without waiting; returns 0, or errno.
///
/// Where the system has no such call, nothing happens.
int32_t plat_disk_begin(int32_t descriptor, int64_t place, int64_t count);

/// Waits until bytes of a file are on disk, but for the file's length and name; returns 0, or
/// errno.
int32_t plat_disk_wait(int32_t descriptor, int64_t place, int64_t count);
