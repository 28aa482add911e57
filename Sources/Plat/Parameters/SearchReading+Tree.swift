internal import PlatListings
internal import PlatSearch

/// The parameter `where`.
extension SearchReading {
  /// Adds the conditions of a tree.
  ///
  /// - Throws: ``ParameterError`` about `where`, or about a member of the tree by its path.
  mutating func takeTree(_ json: String) throws(ParameterError) {
    let tree = try ConditionTree(parsing: json)
    treeChoosesStatuses = tree.choosesStatuses
    let filter = try filter(of: tree, at: "where")
    do throws(SearchError) { try filter.checkSize() } catch {
      throw ParameterError("where", json, .badValue, expected: "a smaller tree: \(error)")
    }
    request.filter.add(filter)
  }

  /// The filter of a tree: the parameters of each object are read as those of a search.
  private mutating func filter(
    of tree: ConditionTree, at path: String
  ) throws(ParameterError) -> ListingFilter {
    var reading = SearchReading(polygonLimits: polygonLimits, listings: listings, areas: areas)
    reading.isCheck = isCheck
    do throws(ParameterError) {
      for leaf in tree.leaves {
        guard let parameter = SearchParameter.named(leaf.name) else { continue }
        for value in leaf.values {
          let argument = SearchArgument(parameter, value.text, isElement: value.isElement)
          if isCheck, argument.needsListings { continue }
          try reading.take(argument)
        }
      }
      _ = try reading.addConditions()
    } catch {
      throw ParameterError(
        "\(path).\(error.parameter)", error.value, error.reason, expected: error.expected,
        nearest: error.nearest)
    }
    request.warnings += reading.request.warnings
    var filter = reading.request.filter
    for (place, part) in tree.all.enumerated() {
      filter.add(try self.filter(of: part, at: "\(path).and[\(place)]"))
    }
    for branches in tree.any {
      var filters: [ListingFilter] = []
      for (place, branch) in branches.enumerated() {
        filters.append(try self.filter(of: branch, at: "\(path).or[\(place)]"))
      }
      filter.add(.any(filters))
    }
    for part in tree.none { filter.add(.not(try self.filter(of: part, at: "\(path).not"))) }
    return filter
  }
}
