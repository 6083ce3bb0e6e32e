/// Who drives a slot.
public enum SlotOwner: Hashable, Sendable {
  /// Nobody: the slot stays 0.
  case nobody
  /// The Manager.
  case manager
  /// Any Peripheral.
  case peripherals
  /// Manager and Peripherals.
  case all
  /// A Monitor.
  case monitor
  /// The Peripheral with this number.
  case device(Int)
  /// The Initiator of a block: the Manager.
  case initiator
  /// The Target of a block.
  case target
  /// All Targets of a block.
  case targets
}

extension SlotOwner: CustomStringConvertible {
  /// In a word or two, for example `device 3`.
  public var description: String {
    if case .device(let number) = self { return "\(name)\(number)" }
    return name
  }

  /// The description, but for the number of a device.
  var name: String {
    switch self {
    case .nobody: "nobody"
    case .manager: "manager"
    case .peripherals: "peripherals"
    case .all: "all"
    case .monitor: "monitor"
    case .device: "device "
    case .initiator: "dp0 initiator"
    case .target: "dp0 target"
    case .targets: "dp0 targets"
    }
  }
}
