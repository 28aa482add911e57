#pragma once
// Selects the twin of a kernel to run, as dispatch.h says.

#include "dispatch.h"

#if defined(__x86_64__)
#define PLAT_X86 1

/// Whether the AVX2 forms run.
static inline int has_avx2(void) { return plat_isa() == PLAT_ISA_AVX2; }

#endif
