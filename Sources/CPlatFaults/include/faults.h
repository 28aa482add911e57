#pragma once

#include <stddef.h>
#include <stdint.h>

// Mapped files that were cut short or cannot be read: the system answers a read of a missing page
// with SIGBUS. The handler here replaces the missing pages with zeros, remembers that it did, and
// lets the read go on.

/// Watches the pages of a mapping; -1 when too many are watched already.
int32_t plat_faults_watch(const void *base, size_t length);

/// Stops watching; call it before the pages are unmapped.
void plat_faults_unwatch(int32_t watch);

/// Whether pages of the mapping were replaced with zeros.
int32_t plat_faults_seen(int32_t watch);

/// Installs the handler, once for the process; gives 0, or errno. A fault outside of watched
/// mappings goes to the handler that was there before.
int32_t plat_faults_install(void);
