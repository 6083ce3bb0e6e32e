public import FrameSim

/// A number of the result that an expectation can bound.
///
/// The raw value is the stem of the key in the file. Slot metrics are named after the slot classes.
public enum ExpectationMetric: String, Hashable, Sendable, CaseIterable {
  // Of a transfer and of the run.
  case frames, seconds
  // Of a transfer: its frames by part, its commands, its blocks, its rate.
  case setupFrames, syncWaitFrames, dataFrames, teardownFrames, retryFrames, hostFrames
  case writeCommands, readCommands, pingCommands
  case blocksSent, blocksOk, blocksIgnored, blocksNak, blocksNotReady, blocksBad, blocksAborted
  case retries, sections, fakeFrames, column0Bytes
  case damagedTransactions, interleaved, deadlocks
  case triggers, lost, programs, damagedPrograms, cutPrograms, underruns, overruns, failures
  case cpuSecondsPerTrigger
  case bytesPerSecond, efficiency
  // Of the run: its slots, in all and by class.
  case slots
  case controlRequestSlots, controlCommandSlots, controlSyncSlots, controlStatusSlots, controlDataSlots
  case controlParitySlots, controlResponseSlots
  case dp0HeaderSlots, dp0HeaderCRCSlots, dp0HeaderResponseSlots, dp0DataSlots, dp0DataCRCSlots
  case dp0FooterResponseSlots, dp0IdleSlots, dp0UnusedSlots, dp0PaddingSlots
  case otherPortsSlots, column0RestSlots, freeSlots

  /// Whether it is a count, which has an exact form beside `AtMost` and `AtLeast`.
  public var isCount: Bool {
    switch self {
    case .seconds, .bytesPerSecond, .efficiency, .cpuSecondsPerTrigger: false
    default: true
    }
  }

  /// Whether it is a number of a transfer.
  public var isOfTransfer: Bool {
    switch self {
    case .slots: false
    default: slotClass == nil
    }
  }

  /// Whether it is a number of the whole run.
  public var isOfTotal: Bool {
    switch self {
    case .frames, .seconds, .slots: true
    default: slotClass != nil
    }
  }

  /// The slot class it counts, or nil.
  public var slotClass: SlotClass? {
    rawValue.hasSuffix("Slots") ? SlotClass(rawValue: String(rawValue.dropLast("Slots".count))) : nil
  }
}

/// A key of an expectation that bounds a metric, for example `framesAtMost`.
struct ExpectationKey {
  var name: String
  var metric: ExpectationMetric
  var comparison: MetricLimit.Comparison

  /// All keys, those of one metric together.
  static let all = ExpectationMetric.allCases.flatMap { metric in
    MetricLimit.Comparison.allCases.filter { metric.isCount || $0 != .exactly }.map {
      ExpectationKey(name: metric.rawValue + $0.rawValue, metric: metric, comparison: $0)
    }
  }

  /// The keys by their names.
  static let named = Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
