/// A cache of bounded size that evicts the least recently used entry.
///
/// Use it from one thread at a time, or keep it in a `Mutex`. A lookup allocates nothing.
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
  /// The index of each key in `entries`.
  @usableFromInline var places: [Key: Int] = [:]
  @usableFromInline var entries: [Entry?] = []
  /// Unused indices of `entries`.
  @usableFromInline var free: [Int] = []
  @usableFromInline var recency = RecencyOrder()
  /// The total cost of the entries.
  package private(set) var cost = 0

  /// Makes an empty cache.
  ///
  /// - Parameters:
  ///   - count: The maximum number of entries, at least 1.
  ///   - cost: The maximum total cost of the entries, for example in bytes.
  package init(count: Int, cost: Int = .max) {
    (mostEntries, mostCost) = (max(1, count), cost)
  }

  /// The number of entries.
  @inlinable
  package var count: Int { places.count }

  /// The value of a key, marked as used; nil if there is none.
  @inlinable
  package mutating func value(_ key: Key) -> Value? {
    guard let place = places[key] else { return nil }
    recency.use(place)
    return entries[place]?.value
  }

  /// The value of a key, not marked as used; nil if there is none.
  @inlinable
  package func peek(_ key: Key) -> Value? { places[key].flatMap { entries[$0]?.value } }

  /// Stores a value, replacing the key's previous one, and evicts the least recently used entries
  /// until it fits.
  ///
  /// A value that costs more than the limit is not stored.
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

  /// Removes a key's value and returns it; nil if there is none.
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
