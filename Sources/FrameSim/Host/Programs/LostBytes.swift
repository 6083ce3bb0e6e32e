extension [Range<Int>] {
  /// Adds bytes after all others; those that adjoin are one run.
  mutating func appendBytes(_ bytes: Range<Int>) {
    if let last, last.upperBound == bytes.lowerBound {
      self[count - 1] = last.lowerBound..<bytes.upperBound
    } else if !bytes.isEmpty {
      append(bytes)
    }
  }
}
