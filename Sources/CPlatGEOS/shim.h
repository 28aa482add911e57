#pragma once
// Only the re-entrant API: every call names its context, so that queries may run on any thread.
#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
