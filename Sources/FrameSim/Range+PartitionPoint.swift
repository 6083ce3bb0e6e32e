extension Range where Bound == Int {
  /// The first number that meets a condition which all after it meet, too; the upper bound where none does.
  @inlinable
  package func partitionPoint(where isMet: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isMet(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
