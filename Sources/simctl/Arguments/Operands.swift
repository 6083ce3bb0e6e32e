/// What a command takes besides options.
struct Operands: Sendable {
  /// What one is called in the help.
  let name: String
  /// How many it takes.
  let count: ClosedRange<Int>

  /// Nothing.
  static let none = Operands(name: "", count: 0...0)
  /// Exactly one.
  static func one(_ name: String) -> Operands { Operands(name: name, count: 1...1) }
  /// One or more.
  static func some(_ name: String) -> Operands { Operands(name: name, count: 1...Int.max) }
  /// Any number.
  static func any(_ name: String) -> Operands { Operands(name: name, count: 0...Int.max) }

  /// As it stands in a usage line.
  var usage: String {
    if count.upperBound == 0 { return "" }
    let word = count.upperBound > 1 ? name + "..." : name
    return count.lowerBound == 0 ? "[\(word)]" : word
  }
}
