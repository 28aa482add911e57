#pragma once
// What this machine can do beyond the instructions that every machine of its kind has.

#if defined(__x86_64__)
#define PLAT_X86 1

/// Whether this machine has AVX2 and FMA: 0 not asked yet, 1 no, 2 yes. A race only asks twice.
static inline int has_avx2(void) {
  static int state = 0;
  int known = __atomic_load_n(&state, __ATOMIC_RELAXED);
  if (known == 0) {
    known = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 2 : 1;
    __atomic_store_n(&state, known, __ATOMIC_RELAXED);
  }
  return known == 2;
}

#endif
