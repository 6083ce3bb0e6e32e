/// How fast the contenders ran a workload: medians of interleaved rounds, in slots per second.
struct SpeedRow: Sendable {
  let workload: Workload
  let rounds: Int
  var speeds: [Contender: Double] = [:]

  subscript(_ contender: Contender) -> Double { speeds[contender] ?? 0 }

  /// A contender's speed as a multiple of the C peer's.
  func ratio(_ contender: Contender) -> Double { self[contender] / self[.peer] }

  /// The multiple of the bus's own speed that the frame engine reaches.
  var timesRealTime: Double { self[.frame] / workload.slotRateHz }

  /// Speeds that were measured elsewhere.
  init(_ workload: Workload, rounds: Int, speeds: [Contender: Double]) {
    self.workload = workload
    self.rounds = rounds
    self.speeds = speeds
  }

  /// Measures a workload: in each round every contender has its turn, so that all see the same machine.
  init(
    measuring workload: Workload, rounds: Int, contenders: [Contender] = Contender.allCases,
    hash: Bool = false
  ) throws(Failure) {
    var samples: [Contender: [Double]] = [:]
    for _ in 0..<rounds {
      for contender in contenders {
        samples[contender, default: []].append(try contender.speed(on: workload, hash: hash))
      }
    }
    self.init(workload, rounds: rounds, speeds: samples.mapValues { median($0) })
  }
}
