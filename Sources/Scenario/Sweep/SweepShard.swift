/// One of several contiguous parts of a sweep; written one after the other they are the whole.
public struct SweepShard: Hashable, Sendable {
  /// Which part, from 1 on.
  public let number: Int
  /// How many parts there are.
  public let count: Int

  /// The whole as one part.
  public static let whole = SweepShard(checked: 1, of: 1)
  /// Most parts.
  public static let limit = 1_000_000

  /// A part, or nil where there is no such part.
  public init?(number: Int, count: Int) {
    guard (1...Self.limit).contains(count), (1...count).contains(number) else { return nil }
    self.init(checked: number, of: count)
  }

  /// The part that a text such as `2/4` names, or nil.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let number = Int(parts[0]), let count = Int(parts[1])
    else { return nil }
    self.init(number: number, count: count)
  }

  private init(checked number: Int, of count: Int) {
    self.number = number
    self.count = count
  }

  /// The points of this part among `total`; parts differ by one point at most.
  public func points(of total: Int) -> Range<Int> {
    total * (number - 1) / count..<total * number / count
  }
}

extension SweepShard: CustomStringConvertible {
  /// The part as `2/4`.
  public var description: String { "\(number)/\(count)" }
}
