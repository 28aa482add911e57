#pragma once
#include <stddef.h>
#include <stdint.h>

#include "summary.h"

/// The summary of all rows of a cluster, and the lowest parting zoom after its first row, with a
/// row that has it; a cache line.
typedef struct {
  plat_summary summary;
  uint32_t least_row;
  uint8_t parting;
  uint8_t nothing[11];
} plat_cluster_sum;

/// One zoom's clusters in row order: the first row of each, its number of rows in `row_count_bytes`
/// bytes (1, 2 or 4), and its centre in units of 2^-32 of the Mercator square, minus 2^31.
typedef struct {
  const uint32_t *first_rows;
  const void *row_counts;
  size_t row_count_bytes;
  const int32_t *x, *y;
  size_t count;
  /// The sums of the clusters, or null if they are not known.
  const plat_cluster_sum *sums;
} plat_zoom;

/// The columns for summaries of clusters, and the number of rows with a position. Each column is
/// readable in whole blocks.
typedef struct {
  const void *prices;
  size_t price_bytes;
  const int32_t *longitudes, *latitudes;
  /// Parting zooms (parting.h), and the minimum of each block.
  const uint8_t *parting, *parting_lows;
  size_t rows;
} plat_cluster_columns;

/// A query for clusters.
typedef struct {
  /// The minimum number of matches in a cluster.
  uint64_t least;
  /// Whether every row with a position matches.
  uint32_t matches_all;
  /// Whether to skip clusters whose centres lie outside the box, except those with too few matches.
  uint32_t is_bounded;
  uint32_t west, north, east, south;
} plat_cluster_query;

/// A cluster with matches.
typedef struct {
  /// The summary of its matches; empty if they are too few for a cluster.
  plat_summary summary;
  uint32_t x, y;
  /// All of its rows, and the first and the last match.
  uint32_t first, end, first_match, last_match;
  /// Its number in the zoom.
  uint32_t cluster;
  /// The lowest parting zoom after the first of its matches; 255 if there is only one.
  uint8_t parting;
  uint8_t is_few;
} plat_found;

/// Fills in the sums of clusters that were found with every row matching, one for each cluster of a
/// zoom from the first on; a cluster without rows is not found and is skipped.
void plat_clusters_keep(
    const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_found *found,
    size_t count, plat_cluster_sum *sums);

/// Lists the blocks of some clusters whose bit in `known` is not set, each once and in ascending
/// order. The clusters are in ascending order; `blocks` has room for every block.
size_t plat_clusters_unknown(
    const plat_zoom *zoom, size_t rows, const uint64_t *known, const uint32_t *clusters,
    size_t count, uint32_t *blocks);

/// Finds the clusters with matches among given ones, in their order, and summarises those with
/// enough; the mask must know their blocks. `found` has room for all of them. Returns their number,
/// and in `done` the number of processed clusters. It is less than `count` if the mask does not
/// know the nodes that the next cluster needs; its matches are stored after the last one found.
size_t plat_clusters_find(
    const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_mask *mask,
    const plat_cluster_query *query, const uint32_t *clusters, size_t count, plat_found *found,
    size_t *done);
