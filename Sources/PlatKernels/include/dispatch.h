#pragma once
#include <stdint.h>

/// Instruction sets that the kernels support.
enum { PLAT_ISA_PORTABLE = 0, PLAT_ISA_AVX2 = 1 };

/// The best instruction set of this machine.
int32_t plat_isa_best(void);

/// The instruction set in use.
int32_t plat_isa(void);

/// Selects an instruction set, for tests and benchmarks that compare them; one above the machine's
/// best is lowered to it.
void plat_isa_use(int32_t isa);
