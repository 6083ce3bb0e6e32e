import BRAEncoder
import FrameSim

/// One random case: a bus, a host, and what happens on it. Everything is spelled out, so that it can be shrunk.
struct EquivalenceCase: Sendable {
  /// What the case tries above all.
  enum Kind: String, CaseIterable, Sendable {
    /// Transfers only: what a scenario file can say, apart from disturbances.
    case host
    /// Single frames, straight on the bus.
    case frames
    /// Both, and changes from outside in between.
    case mixed
  }

  var kind = Kind.frames
  var shape = FrameShape.reset
  var clockHz: UInt64 = 9_600_000
  var timeline: BusTimeline { BusTimeline(slotRateHz: 2 * clockHz) }
  var peripherals: [PeripheralConfiguration] = []
  var host = HostConfiguration()
  /// Whether somebody watches the line levels; the engines work without building them otherwise.
  var watchesLevels = true
  /// Whether nobody sees the frames of transfers, so that long pauses are skipped; the line is quiet in them.
  var skipsPauses = false
  var steps: [Step] = []

  /// One thing that happens, and the disturbances of the frames it takes.
  struct Step: Sendable {
    var work: Work
    /// Disturbed slots, by the number of the frame within the step.
    var flips: [Int: [Int]] = [:]
  }

  enum Work: Sendable {
    /// A transfer of the host.
    case transfer(TransferRequest)
    /// A transfer of the host, and others during it.
    case group(TransferRequest, [SideTransfer])
    /// A frame of the Manager; the seed makes the bytes that a block writes.
    case frame(FramePlan, dataSeed: UInt64)
    /// A Peripheral, by its place in the list, becomes ready for blocks, or busy.
    case ready(Int, Bool)
    /// What the Initiator does on a bad header response.
    case policy(abandonsNotReady: Bool, defersResponseCheck: Bool)
    /// DP0 of every device is programmed from outside.
    case program(PortGeometry, enabled: Bool)
  }

  /// Whether two devices have one number.
  var hasTwins: Bool { Set(peripherals.map(\.device)).count < peripherals.count }

  /// Disturbed slots of the whole case.
  var flipCount: Int { steps.reduce(0) { $0 + $1.flips.values.reduce(0) { $0 + $1.count } } }
}

extension EquivalenceCase.Work {
  /// The bytes that the Manager's block writes send.
  static func data(seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed, stream: "block data")
    return (0..<64).flatMap { _ in
      let word = generator.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
    }
  }
}
