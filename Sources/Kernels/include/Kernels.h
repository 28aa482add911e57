#pragma once
#include <stddef.h>
#include <stdint.h>
#include "columns.h"
#include "circle.h"
#include "polygon.h"
