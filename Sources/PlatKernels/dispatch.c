#include "PlatKernels.h"

#include <stdatomic.h>

int32_t plat_isa_best(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
      && __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt"))
    return PLAT_ISA_AVX2;
#endif
  return PLAT_ISA_PORTABLE;
}

static _Atomic int32_t chosen = -1;

int32_t plat_isa(void) {
  int32_t isa = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (isa < 0) {
    isa = plat_isa_best();
    atomic_store_explicit(&chosen, isa, memory_order_relaxed);
  }
  return isa;
}

void plat_isa_use(int32_t isa) {
  int32_t best = plat_isa_best();
  atomic_store_explicit(&chosen, isa < best ? isa : best, memory_order_relaxed);
}
