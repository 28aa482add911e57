// The search of clusters, written once for all forms: FORM is its name, FORM_ATTRIBUTE its
// attribute, and LEAST_OF and SUM_OF are the form's two functions.

FORM_ATTRIBUTE static inline __attribute__((always_inline)) size_t FORM(
    const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_mask *mask,
    const plat_cluster_query *query, const uint32_t *clusters, size_t count, plat_found *found,
    size_t *done, const size_t width) {
  const plat_cluster_query q = *query;
  const size_t rows = columns->rows;
  const uint64_t *words = mask->words;
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    if (i + AHEAD < count) prefetch(zoom, columns, mask, clusters[i + AHEAD], width, &q);
    size_t first, end;
    if (!cluster_rows(zoom, rows, clusters[i], &first, &end)) continue;
    size_t first_match = first, last_match = end - 1;
    if (!q.matches_all) {
      first_match = first_in(words, first, end);
      if (first_match == end) continue;
      last_match = last_in(words, first_match, end);
    }
    plat_found *f = found + n;
    f->first = (uint32_t)first;
    f->end = (uint32_t)end;
    f->first_match = (uint32_t)first_match;
    f->last_match = (uint32_t)last_match;
    f->cluster = clusters[i];
    f->x = (uint32_t)zoom->x[clusters[i]] ^ 0x80000000u;
    f->y = (uint32_t)zoom->y[clusters[i]] ^ 0x80000000u;
    // If all rows match, the mask need not know their words.
    if (q.least == 2)
      f->is_few = first_match == last_match;
    else if (q.matches_all)
      f->is_few = end - first < q.least;
    else
      f->is_few = plat_rows_count(words, first_match, last_match + 1) < q.least;
    if (f->is_few) {
      n++;
      continue;
    }
    if (q.is_bounded && is_outside(&q, f->x, f->y)) continue;
    const plat_cluster_sum *all = zoom->sums ? zoom->sums + clusters[i] : 0;
    if (all && q.matches_all) {
      f->summary = all->summary;
      f->parting = all->parting;
      n++;
      continue;
    }
    if (!SUM_OF(columns, mask, first_match, last_match + 1, &f->summary, width)) {
      *done = i;
      return n;
    }
    if (all && all->least_row > first_match && all->least_row <= last_match)
      f->parting = all->parting;
    else
      f->parting = LEAST_OF(columns, first_match, last_match + 1);
    n++;
  }
  *done = count;
  return n;
}
