// The walk of nearest.c, included once for each twin: TWIN(name) is the twin's function, ATTRIBUTE
// its target.

/// A limit that contains at least `wanted` of some squared distances, and few more.
ATTRIBUTE static inline float TWIN(limit)(
    const float *squares, size_t count, size_t wanted, float greatest) {
  float low = 0, high = greatest;
  size_t below = 0, within = count;
  // Squared distances of positions on a plane are spread evenly, so a fraction of them is a
  // fraction of the maximum.
  for (int step = 0; step < 8 && within > wanted + 2; step++) {
    float share =
        step % 3 == 2 ? 0.5f : ((float)(wanted - below) + 0.75f) / (float)(within - below);
    float middle = low + (high - low) * share;
    if (!(middle < high)) break;
    size_t here = TWIN(within)(squares, count, middle);
    if (here >= wanted) {
      high = middle;
      within = here;
    } else {
      low = middle;
      below = here;
    }
  }
  return high * SLACK;
}

/// Lowers the limit, given the gathered rows, and drops those beyond it.
ATTRIBUTE static inline void TWIN(narrow)(search *s) {
  float greatest = 0;
  for (size_t i = 0; i < s->count; i++)
    greatest = s->squares[i] > greatest ? s->squares[i] : greatest;
  float limit = TWIN(limit)(s->squares, s->count, s->wanted, greatest);
  if (limit <= s->limit) {
    s->limit = limit;
    s->is_certain = 1;
  }
  size_t kept = 0;
  for (size_t i = 0; i < s->count; i++) {
    float square = s->squares[i];
    s->squares[kept] = square;
    s->rows[kept] = s->rows[i];
    kept += square <= s->limit;
  }
  s->count = kept;
  s->full = kept + SPARE;
}

/// Gathers the rows of a block that are near enough. Returns whether there is room for another
/// block.
ATTRIBUTE static inline int TWIN(gather)(search *s, uint32_t block) {
  _Alignas(32) float squares[64];
  size_t row = (size_t)block * 64;
  uint64_t wanted = s->places->words ? s->places->words[block] : ~0ull;
  if (row + 64 > s->places->rows) wanted &= (1ull << (s->places->rows - row)) - 1;
  uint64_t near = TWIN(rows)(s, row, squares) & wanted;
  size_t count = s->count;
  for (; near; near &= near - 1) {
    size_t i = (size_t)__builtin_ctzll(near);
    s->squares[count] = squares[i];
    s->rows[count++] = (uint32_t)(row + i);
  }
  s->count = count;
  if (count >= s->full) TWIN(narrow)(s);
  return s->count + 64 <= PLAT_NEAREST_ROOM;
}

/// Visits all blocks within the limit, depth first: lists them, or gathers the rows of those not
/// listed. Returns whether there was room.
ATTRIBUTE static inline int TWIN(walk)(search *s, int lists) {
  const plat_tree *tree = s->tree;
  uint32_t node[8], rest[8], depth = tree->levels - 1;
  node[depth] = 0;
  rest[depth] = TWIN(children)(s, tree->nodes + (size_t)tree->level[depth] * 64);
  for (;;) {
    if (!rest[depth]) {
      if (++depth == tree->levels) return 1;
      continue;
    }
    uint32_t index = node[depth] * 16 + (uint32_t)__builtin_ctz(rest[depth]);
    rest[depth] &= rest[depth] - 1;
    if (depth) {
      if (index >= tree->level[depth] - tree->level[depth - 1]) continue;
      node[--depth] = index;
      rest[depth] = TWIN(children)(s, tree->nodes + ((size_t)tree->level[depth] + index) * 64);
    } else if (index < tree->blocks) {
      if (lists) {
        list(s, index);
      } else if (!is_listed(s, index) && !TWIN(gather)(s, index)) {
        return 0;
      }
    }
  }
}

/// Gathers the rows that may be among the nearest. Returns whether they are known.
ATTRIBUTE static int TWIN(find)(search *s, const plat_centre *centre, double farthest) {
  set_bounds(centre, s, farthest);
  s->full = s->wanted + SPARE;
  s->limit = 0;
  TWIN(walk)(s, 1);
  s->limit = (float)(farthest * farthest);
  for (uint32_t i = 0; i < s->listed; i++)
    if (!TWIN(gather)(s, s->blocks[i])) return 0;
  if (s->count >= s->wanted) TWIN(narrow)(s);
  double reach = FIRST_REACH;
  for (;;) {
    if (s->is_certain) {
      reach = sqrt(s->limit);
    } else {
      // Too few around the centre: search within a growing reach.
      if (reach > farthest) return 0;
      s->limit = (float)(reach * reach);
      s->listed = 0;
      s->count = 0;
      s->full = s->wanted + SPARE;
    }
    set_bounds(centre, s, reach);
    if (!TWIN(walk)(s, 0)) return 0;
    if (s->count >= s->wanted) TWIN(narrow)(s);
    if (s->is_certain) return 1;
    reach *= 2;
  }
}
