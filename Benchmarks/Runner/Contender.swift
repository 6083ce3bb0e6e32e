internal import FrameSim

/// What runs a workload.
enum Contender: String, CaseIterable, Sendable {
  case peer
  case slot
  case frame

  /// What it is called in sentences.
  var title: String {
    switch self {
    case .peer: "C peer"
    case .slot: "slot engine"
    case .frame: "frame engine"
    }
  }

  /// Runs a workload once.
  ///
  /// Throws where the transfer did not end well: then its time says nothing.
  func run(_ workload: Workload, hash: Bool) throws(Failure) -> Measurement {
    let measurement =
      switch self {
      case .peer: PeerRunner.run(workload, hash: hash)
      case .slot: SimulatorRunner.run(workload, engine: .slot, hash: hash)
      case .frame: SimulatorRunner.run(workload, engine: .frame, hash: hash)
      }
    guard let measurement else {
      throw .failed("\(workload.name): the \(title) did not complete the transfer")
    }
    return measurement
  }

  /// Its speed in slots per second, over runs of at least 10 ms together: the clock and the first touch of fresh memory
  /// would show in the 2 ms that the frame engine needs for some workloads.
  func speed(on workload: Workload, hash: Bool = false) throws(Failure) -> Double {
    var slots: UInt64 = 0
    var seconds = 0.0
    repeat {
      let measurement = try run(workload, hash: hash)
      slots += measurement.slots
      seconds += measurement.seconds
    } while seconds < 0.01
    return Double(slots) / seconds
  }
}
