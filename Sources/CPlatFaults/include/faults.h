#pragma once

#include <stddef.h>
#include <stdint.h>

// Handles mapped files that were truncated or cannot be read: the system answers a read of a
// missing page with SIGBUS. The handler replaces the missing pages with zeros, records that it did,
// and lets the read continue.

/// Watches the pages of a mapping; -1 when too many are watched already.
int32_t plat_faults_watch(const void *base, size_t length);

/// Stops watching; call it before the pages are unmapped.
void plat_faults_unwatch(int32_t watch);

/// Whether pages of the mapping were replaced with zeros.
int32_t plat_faults_seen(int32_t watch);

/// Installs the handler, once for the process; returns 0, or errno. A fault outside of watched
/// mappings goes to the previous handler.
int32_t plat_faults_install(void);
