/// Classes of values with about as many different values in each.
package struct HeatClasses {
  /// The least and the greatest value of each class, ascending.
  package let ranges: [ClosedRange<Int>]

  package init(_ values: [Int], most: Int) {
    let different = Set(values).sorted()
    let count = min(most, different.count)
    ranges = (0..<count).compactMap { index in
      let group = different[(index * different.count / count)..<((index + 1) * different.count / count)]
      guard let low = group.first, let high = group.last else { return nil }
      return low...high
    }
  }

  /// The class of a value, from 0 on, or nil where it is in none.
  package func index(of value: Int) -> Int? { ranges.firstIndex { $0.contains(value) } }
}
