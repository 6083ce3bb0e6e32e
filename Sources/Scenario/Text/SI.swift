internal import Foundation

/// A number with so many digits after the point, trailing zeros cut where it is whole.
func format(_ value: Double, digits: Int) -> String {
  value == value.rounded() && value.magnitude < 1e15 && digits > 2
    ? String(Int64(value)) : String(format: "%.\(digits)f", value)
}

/// A share as percent with two digits after the point.
func percent(_ share: Double) -> String { format(share * 100, digits: 2) + " %" }

/// Quantities with the prefixes of the International System.
enum SI {
  /// A value with four significant digits and its unit, for example `86.15 ms`.
  static func text(_ value: Double, _ unit: String) -> String {
    let prefixes: [(Double, String)] = [
      (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "u"), (1e-9, "n"),
    ]
    guard value > 0, let (scale, prefix) = prefixes.first(where: { value >= $0.0 * 0.99995 }) ?? prefixes.last
    else { return "0 \(unit)" }
    let scaled = value / scale
    let digits = scaled >= 999.95 ? 0 : scaled >= 99.995 ? 1 : scaled >= 9.9995 ? 2 : 3
    var text = String(format: "%.\(digits)f", scaled)
    if text.contains(".") {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return "\(text) \(prefix)\(unit)"
  }
}
