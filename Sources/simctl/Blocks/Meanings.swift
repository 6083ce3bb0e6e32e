import BRAEncoder

/// Whom a device address means (protocol reference section 5.2).
func deviceName(_ device: Int) -> String {
  switch device {
  case 0: "device 0 (not enumerated)"
  case 12: "group 1 (device 12)"
  case 13: "group 2 (device 13)"
  case 14: "the Manager (device 14)"
  case 15: "all devices (15)"
  default: "device \(device)"
  }
}

extension BRAHeaderType {
  /// The word for it in options and JSON.
  var name: String {
    switch self {
    case .idle: "idle"
    case .reserved1: "reserved1"
    case .reserved2: "reserved2"
    case .active: "active"
    }
  }

  var meaning: String {
    switch self {
    case .idle: "Idle: Targets ignore the rest"
    case .reserved1, .reserved2: "wrong, reserved: treated as Idle"
    case .active: "Active"
    }
  }
}

extension BRAHeaderResponse {
  /// What it means as received.
  var meaning: String {
    let meaning =
      switch received {
      case .ignored: "Ignored: nobody was addressed"
      case .ok: "OK: the block goes on"
      case .notReady: "NotReady: try again in a later frame"
      case .abort: ack ? "Abort: both NAK and ACK" : "Abort: NAK, header CRC wrong at a Target"
      }
    return meaning + remark(rawValue)
  }
}

extension BRAFooterResponse {
  /// What it means as received.
  func meaning(isWrite: Bool) -> String {
    let meaning =
      switch received {
      case .ignored: "Ignored: nobody answered"
      case .good: isWrite ? "Good: the data were accepted" : "Good: the data are valid"
      case .bad: isWrite ? "Bad: the data were not accepted" : "Bad: the data are not valid"
      case .abort: ack ? "Abort: both NAK and ACK" : "Abort: NAK, data CRC wrong at a Target"
      }
    return meaning + remark(rawValue)
  }
}

/// What else is in a response byte.
private func remark(_ response: UInt8) -> String {
  var remark = ""
  if response & 0xC0 != 0 { remark += "; wrong, reserved bits are set" }
  if response & 0x07 != 0 { remark += "; implementation-defined bits \(response & 0x07)" }
  return remark
}
