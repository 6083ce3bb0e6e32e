public import FrameSim

/// A scenario as its file says it, with every default filled in.
///
/// The file was checked as a file. Rules of the transfer interface (length, device, capacity) are not
/// checked here: what they refuse is a result of the run.
public struct ScenarioFile: Sendable {
  /// The value of the key `format`.
  public static let format = "simctl-scenario/1"

  /// What people call it; the file's name by default.
  public var name: String
  /// The seed of all random numbers, 0 to 2^63 - 1.
  public var seed: UInt64
  /// Clock and frame shape.
  public var bus: ScenarioBus
  /// The Peripherals on the bus, 1 to 11, with different device numbers.
  public var peripherals: [PeripheralConfiguration]
  /// How the host makes transfers; its `dp0` is never nil here.
  public var host: HostConfiguration
  /// Whether the start phase of the sync pulse is drawn once per run (`host(seed:)`).
  public var hasRandomPhase: Bool
  /// Which transfers BRA takes, or nil where it takes them all.
  public var policy: TransferPolicy?
  /// What `breakeven` is asked for, or nil.
  public var breakeven: BreakevenRequest?
  /// The bytes of the stream that an offload sends from, or nil; those in `host` are not loaded.
  public var streamData: DataSource?
  /// The transfers in the order of the run, with different names; none only in a file with `breakeven`.
  public var transfers: [ScenarioTransfer]
  /// What the result must be, in the order of the file.
  public var expectations: [Expectation]
  /// The axes of its sweep, none where it has no sweep.
  package let axes: [SweepAxis]
  /// The text it came from.
  package let document: JSON5Document
  /// The folder that relative data files are in; empty for the current one.
  let folder: String

  /// The scenario as one point of its sweep, of which the text has this value.
  func withoutSweep(_ root: JSON5Node) -> ScenarioFile {
    ScenarioFile(
      name: name, seed: seed, bus: bus, peripherals: peripherals, host: host, hasRandomPhase: hasRandomPhase,
      policy: policy, breakeven: breakeven, streamData: streamData, transfers: transfers,
      expectations: expectations, axes: [],
      document: JSON5Document(source: document.source, root: root), folder: folder)
  }

  /// The name of the file it came from, as messages have it.
  package var sourceName: String { document.source.name }
  /// Whether it has a sweep.
  public var hasSweep: Bool { !axes.isEmpty }

  /// How many points its sweep has; 1 where it has no sweep.
  public var pointCount: Int { axes.reduce(1) { $0 * $1.count } }

  /// The place of a key path such as `transfers[0].address` as `file:line:column`; for a key that the text
  /// leaves to its default, the place of the object it would stand in.
  public func location(of path: String) -> String {
    let position = document.source.position(of: document.node(at: path).offset)
    return "\(document.source.name):\(position.line):\(position.column)"
  }

  /// A warning or error of a later check, at the place of a key path.
  public func diagnostic(
    at path: String, _ severity: Diagnostic.Severity, _ message: String
  ) -> Diagnostic {
    let source = document.source
    let offset = document.node(at: path).offset
    return Diagnostic(
      in: source, source.markedRange(at: offset), at: source.position(of: offset), severity, path: path,
      path.isEmpty ? message : "\(path): \(message)")
  }

  /// The status that a transfer is expected to end with: what its expectations say, else `ok`.
  public func expectedStatus(of transfer: ScenarioTransfer) -> ExpectedStatus {
    let subject = Expectation.Subject.transfer(transfer.name)
    return expectations.lazy.filter { $0.subject == subject }.compactMap(\.status).first ?? .ok
  }

  /// Which transfers are expected to fail, and with which error where that is said, in the order of the transfers.
  var expectedFailures: [ExpectedFailure?] {
    var stated: [Expectation.Subject: ExpectedFailure] = [:]
    for expectation in expectations where expectation.status == .failed {
      stated[expectation.subject, default: ExpectedFailure()].add(expectation.error)
    }
    return transfers.map { stated[.transfer($0.name)] }
  }

  /// The status that each transfer is expected to end with, in the order of the transfers.
  var expectedStatuses: [ExpectedStatus] {
    var stated: [Expectation.Subject: ExpectedStatus] = [:]
    for expectation in expectations {
      guard let status = expectation.status, stated[expectation.subject] == nil else { continue }
      stated[expectation.subject] = status
    }
    return transfers.map { stated[.transfer($0.name)] ?? .ok }
  }
}

/// Clock and frame shape of the bus.
public struct ScenarioBus: Hashable, Sendable {
  /// The clock in hertz, 1 to 200000000; two bit slots per period.
  public var clockHz: Int
  /// Rows and columns of a frame.
  public var shape: FrameShape
  /// Nanoseconds in which the Manager gives a stream synchronisation point while a data channel is open; 0 is never.
  public var syncNanoseconds: UInt64

  /// The interval of synchronisation points where nobody says otherwise: 0.1 s (protocol reference section 7.2).
  public static let defaultSyncNanoseconds: UInt64 = 100_000_000

  /// A bus.
  public init(clockHz: Int, shape: FrameShape, syncNanoseconds: UInt64 = defaultSyncNanoseconds) {
    self.clockHz = clockHz
    self.shape = shape
    self.syncNanoseconds = syncNanoseconds
  }

  /// Bit slots per second (protocol reference section 1.2).
  public var slotRateHz: Int { 2 * clockHz }

  /// Where its slots lie in time.
  public var timeline: BusTimeline { BusTimeline(clockHz: clockHz) }
  /// Frames per second.
  public var frameRateHz: Double { Double(slotRateHz) / Double(shape.slots) }
}
