/// A table of bounded size: the entry that was not used for longest makes room for a new one.
///
/// It belongs to one thread at a time; keep it in a `Mutex`. Looking up allocates nothing.
///
/// - Complexity: O(1) for each call.
@usableFromInline
package struct BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline
  struct Entry: Sendable {
    @usableFromInline let key: Key
    @usableFromInline let value: Value
    @usableFromInline let cost: Int

    @inlinable
    init(key: Key, value: Value, cost: Int) {
      (self.key, self.value, self.cost) = (key, value, cost)
    }
  }

  @usableFromInline let mostEntries: Int
  @usableFromInline let mostCost: Int
  /// Where each key stands in `entries`.
  @usableFromInline var places: [Key: Int] = [:]
  @usableFromInline var entries: [Entry?] = []
  /// Places without an entry.
  @usableFromInline var free: [Int] = []
  @usableFromInline var recency = RecencyOrder()
  /// What the entries cost together.
  package private(set) var cost = 0

  /// Makes an empty cache.
  ///
  /// - Parameters:
  ///   - count: The greatest number of entries, at least 1.
  ///   - cost: What the entries may cost together, such as their bytes.
  package init(count: Int, cost: Int = .max) {
    (mostEntries, mostCost) = (max(1, count), cost)
  }

  /// How many entries there are.
  @inlinable
  package var count: Int { places.count }

  /// The value of a key, which counts as a use; nil where there is none.
  @inlinable
  package mutating func value(_ key: Key) -> Value? {
    guard let place = places[key] else { return nil }
    recency.use(place)
    return entries[place]?.value
  }

  /// The value of a key without a use of it; nil where there is none.
  @inlinable
  package func peek(_ key: Key) -> Value? { places[key].flatMap { entries[$0]?.value } }

  /// Keeps a value in place of the key's own, and evicts the entries used longest ago until there
  /// is room; a value that costs more than all may is not kept.
  package mutating func insert(_ value: Value, for key: Key, cost: Int = 0) {
    if let place = places[key] { remove(at: place) }
    guard cost <= mostCost else { return }
    while places.count >= mostEntries || self.cost > mostCost - cost, let oldest = recency.oldest {
      remove(at: oldest)
    }
    let entry = Entry(key: key, value: value, cost: cost)
    if let place = free.popLast() {
      entries[place] = entry
      recency.use(place)
      places[key] = place
    } else {
      places[key] = entries.count
      entries.append(entry)
      recency.add()
    }
    self.cost += cost
  }

  /// Takes a key's value out of the cache; nil where there is none.
  @discardableResult
  package mutating func remove(_ key: Key) -> Value? {
    guard let place = places[key] else { return nil }
    let value = entries[place]?.value
    remove(at: place)
    return value
  }

  private mutating func remove(at place: Int) {
    guard let entry = entries[place] else { return }
    places.removeValue(forKey: entry.key)
    entries[place] = nil
    free.append(place)
    recency.remove(place)
    cost -= entry.cost
  }
}
