/// One step of what a host does around the blocks of a transfer, in its order.
enum StreamStep: Hashable, Sendable {
  /// Commands in Column 0.
  case commands(StreamCommands)
  /// The host is busy for so many nanoseconds.
  case pause(nanoseconds: UInt64)
  /// The blocks of the next leg.
  case blocks
  /// The next sections that go over Column 0.
  case column0
  /// Nothing more is sent: this is why.
  case refuse(TransferError)
}

/// Commands that a host sends at once.
enum StreamCommands: Hashable, Sendable {
  /// Programs DP0 in the other bank, and switches to it.
  case prepare
  /// Programs it again, enables its channel, and switches back: the next frame carries payload.
  case enable
  /// Disables its channel.
  case disable
  /// Programs DP0 for the last time.
  case deprepare
  /// Prepares and enables.
  case open
  /// Disables and deprepares.
  case close

  /// Whether they open a stream.
  var opens: Bool { self == .prepare || self == .enable || self == .open }
  /// Whether DP0 carries payload after them.
  var enables: Bool { self == .enable || self == .open }
  /// What their frames count to.
  var part: FramePart { opens ? .setup : .teardown }
}

extension TransferSetup {
  /// The commands of a step; `bank` is the current one (host reference 1.3).
  ///
  /// Of a number of commands, all but the last two of each half are sent once for a stream, however often it is enabled.
  func commands(_ step: StreamCommands, _ geometry: PortGeometry, bank: Int) -> HostCommands {
    let other = 1 - bank
    switch self {
    case .linux: return HostCommands(Self.linux(step, geometry, bank: bank))
    case .commands(let count):
      let enable = [Self.channel(other, enabled: true), HostCommand.switchBank(other)]
      let disable = [Self.channel(other, enabled: false), HostCommand.switchBank(other)]
      let filler = Self.filler(geometry, bank: other)
      let (before, after) = ((count + 1) / 2 - 2, count / 2 - 2)
      switch step {
      case .prepare: return HostCommands(repeating: filler, count: before, then: [])
      case .enable: return HostCommands(enable)
      case .open: return HostCommands(repeating: filler, count: before, then: enable)
      case .disable: return HostCommands(disable)
      case .deprepare: return HostCommands(repeating: filler, count: after, then: [])
      case .close: return HostCommands(repeating: filler, count: after, then: disable)
      }
    case .alwaysOpen: return HostCommands([])
    }
  }

  private static func linux(_ step: StreamCommands, _ geometry: PortGeometry, bank: Int) -> [HostCommand] {
    let other = 1 - bank
    let program = programParameters(geometry, bank: other)
    switch step {
    case .prepare, .deprepare: return program + [.switchBank(other)]
    case .enable: return program + [channel(other, enabled: true), .switchBank(other)]
    case .disable:
      return [channel(other, enabled: false)] + program + [.switchBank(other), channel(bank, enabled: false)]
    case .open:
      return linux(.prepare, geometry, bank: bank) + linux(.enable, geometry, bank: other)
    case .close:
      return linux(.disable, geometry, bank: bank) + linux(.deprepare, geometry, bank: other)
    }
  }
}
