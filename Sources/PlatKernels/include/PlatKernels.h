#pragma once
// The block kernels: loops over blocks of 64 rows, called a few hundred blocks at a time.
//
// A block's matches are one 64-bit word, bit i for row 64 * block + i. Every kernel takes a list of
// blocks and their words, and clears the bits of rows that do not pass; it skips a zero word
// without touching its block. Each kernel has a portable form and, if it pays, an AVX2 form chosen
// at run time; the portable form is the oracle of the tests.
#include <stddef.h>
#include <stdint.h>

#include "circle.h"
#include "clusters.h"
#include "columns.h"
#include "dispatch.h"
#include "gather.h"
#include "nearest.h"
#include "parting.h"
#include "polygon.h"
#include "prefetch.h"
#include "process.h"
#include "summary.h"
#include "text.h"
#include "topk.h"
#include "tree.h"
#include "words.h"
