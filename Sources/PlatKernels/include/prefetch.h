#pragma once

/// Prefetches the cache line of an address; a hint, harmless for any address.
static inline void plat_prefetch(const void *address) { __builtin_prefetch(address); }
