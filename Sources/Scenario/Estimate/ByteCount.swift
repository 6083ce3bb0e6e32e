/// A number of bytes as people write it: `4096`, `256MiB`, `1.5 GiB`.
public struct ByteCount: Hashable, Sendable {
  /// The number.
  public var bytes: Int

  /// So many bytes.
  public init(_ bytes: Int) { self.bytes = bytes }

  private static let units: [(name: String, shift: Int)] = [
    ("KiB", 10), ("MiB", 20), ("GiB", 30), ("TiB", 40),
  ]

  /// The number that a text names, plain or with KiB, MiB, GiB or TiB; nil where it names none, or one beyond 2^62.
  public init?(_ text: String) {
    let unit = Self.units.first { text.lowercased().hasSuffix($0.name.lowercased()) }
    let digits = text.dropLast(unit?.name.count ?? 0)
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits)
    else {
      return nil
    }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: 1 << (unit?.shift ?? 0))
    guard !overflow, bytes <= 1 << 62 else { return nil }
    self.bytes = bytes
  }
}

extension ByteCount: CustomStringConvertible {
  /// The number with the largest unit that leaves at least 1, with one decimal where it is not whole.
  public var description: String {
    guard let unit = Self.units.last(where: { bytes >> $0.shift > 0 }) else {
      return plural(bytes, "byte")
    }
    let tenths = Int((Double(bytes) / Double(1 << unit.shift) * 10).rounded())
    return (tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)") + " \(unit.name)"
  }
}
