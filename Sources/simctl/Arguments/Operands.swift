/// What a command takes besides options.
struct Operands: Sendable {
  /// What they are called in the help, in their order; the last may come several times.
  let names: [String]
  /// How many it takes.
  let count: ClosedRange<Int>

  /// Nothing.
  static let none = Operands(names: [], count: 0...0)
  /// Exactly one.
  static func one(_ name: String) -> Operands { Operands(names: [name], count: 1...1) }
  /// One and another.
  static func two(_ first: String, _ second: String) -> Operands {
    Operands(names: [first, second], count: 2...2)
  }
  /// One or more.
  static func some(_ name: String) -> Operands { Operands(names: [name], count: 1...Int.max) }
  /// Any number.
  static func any(_ name: String) -> Operands { Operands(names: [name], count: 0...Int.max) }

  /// As they stand in a usage line.
  var usage: String {
    if count.upperBound == 0 { return "" }
    let words = names.joined(separator: " ") + (count.upperBound > names.count ? "..." : "")
    return count.lowerBound == 0 ? "[\(words)]" : words
  }
}
