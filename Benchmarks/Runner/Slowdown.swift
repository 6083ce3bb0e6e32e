/// How many times slower the frame engine runs with eleven Peripherals than with one.
struct Slowdown {
  static let one = "bra-write-64x16"
  static let eleven = "bra-write-64x16-11-peripherals"

  let factor: Double

  /// Measures both in turn; nil where the selection has not both.
  init?(in selection: [Workload], rounds: Int) throws(Failure) {
    guard let one = selection.first(where: { $0.name == Self.one }),
      let eleven = selection.first(where: { $0.name == Self.eleven })
    else { return nil }
    var factors: [Double] = []
    for _ in 0..<rounds {
      let few = try Contender.frame.speed(on: one)
      factors.append(few / (try Contender.frame.speed(on: eleven)))
    }
    factor = median(factors)
  }
}

extension Slowdown {
  var line: String { "eleven Peripherals: \(format(factor, 2)) times slower than one (64x16, frame engine)" }

  var figure: Figure {
    Figure("eleven-peripherals-slowdown", factor, "times", "\(Self.one) / \(Self.eleven), frame engine")
  }
}
