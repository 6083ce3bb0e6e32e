/// The Manager's registers as far as command elements have set them, to say what an element starts.
///
/// What was in a register before is not known from memory, so that each bit has a mark whether it is.
package struct BAMPorts: Sendable {
  private struct Content {
    var value: UInt32 = 0
    var known: UInt32 = 0
  }

  private var contents = [Content](repeating: Content(), count: ManagerRegister.allCases.count)

  /// Ports of which nothing is known.
  package init() {}

  /// Does what an element says, and tells what that is and what it starts.
  package mutating func take(_ element: BAMCommandElement) -> BAMElementMeaning {
    guard let operation = element.operation else {
      return BAMElementMeaning("nothing that the engine knows")
    }
    guard let register = element.register else {
      return BAMElementMeaning("outside of the Manager")
    }
    if operation == .read {
      return BAMElementMeaning("reads \(register.name) to \(hexadecimal(element.data, digits: 8))")
    }
    set(register, element)
    return written(register)
  }

  private mutating func set(_ register: ManagerRegister, _ element: BAMCommandElement) {
    let place = register.place
    contents[place].value = contents[place].value & ~element.mask | element.data & element.mask
    contents[place].known |= element.mask
  }

  /// What is in the fields of a register, or nil where one of their bits is not known.
  private func value(_ register: ManagerRegister) -> UInt32? {
    let content = contents[register.place]
    return content.known & register.fields == register.fields ? content.value & register.fields : nil
  }

  private func written(_ register: ManagerRegister) -> BAMElementMeaning {
    switch register {
    case .commandAddress: BAMElementMeaning(target ?? "part of a place")
    case .commandData: BAMElementMeaning(data.map { "value \($0)" } ?? "part of a value")
    case .commandControl: command
    case .scratchpad: BAMElementMeaning("kept, and starts nothing: a dummy")
    case .dp0Device: BAMElementMeaning(streamDevice ?? "part of a device number")
    case .dp0AddressHigh, .dp0AddressLow: BAMElementMeaning("the blocks' next address is \(streamAddress)")
    case .dp0Count: BAMElementMeaning("\(streamCount ?? "an unknown number of bytes") to come")
    case .dp0Bank: BAMElementMeaning("blocks go while the bus is in \(bank ?? "some bank")")
    case .dp0Control: blocks
    }
  }
}

// MARK: - The port for commands

extension BAMPorts {
  private var target: String? {
    value(.commandAddress).map {
      "device \($0 >> 16 & 0xF), register \(hexadecimal($0 & 0xFFFF, digits: 4))"
    }
  }

  private var data: String? { value(.commandData).map { hexadecimal($0) } }

  private var command: BAMElementMeaning {
    guard let control = value(.commandControl) else {
      return BAMElementMeaning("starts a command that is not known", .command)
    }
    let place = target ?? "a place that was set before"
    var text: String
    switch control & ~CommandControl.isRequired {
    case CommandControl.write: text = "Write of \(data ?? "what was set before") to \(place)"
    case CommandControl.read: text = "Read of \(place)"
    case CommandControl.writeBack:
      text =
        "Write of the value read to \(place), of which it keeps the bits \(data ?? "that were set before")"
    default: return BAMElementMeaning("starts no command")
    }
    if control & CommandControl.isRequired != 0 { text += "; nothing follows unless it is OK" }
    return BAMElementMeaning(text, .command)
  }
}

// MARK: - The port of DP0

extension BAMPorts {
  private var streamDevice: String? { value(.dp0Device).map { "device \($0)" } }

  private var streamAddress: String {
    func half(_ register: ManagerRegister) -> String? {
      value(register).map { String(hexadecimal($0, digits: 4).dropFirst(2)) }
    }
    return "0x" + (half(.dp0AddressHigh) ?? "....") + (half(.dp0AddressLow) ?? "....")
  }

  private var streamCount: String? {
    value(.dp0Count).map { counted($0, "data byte") }
  }

  private var bank: String? { value(.dp0Bank).map { "bank \($0)" } }

  private var blocks: BAMElementMeaning {
    switch value(.dp0Control) {
    case StreamControl.stop: BAMElementMeaning("ends the stream of blocks", .streamEnd)
    case StreamControl.write: BAMElementMeaning("blocks write \(extent("to"))", .stream)
    case StreamControl.read: BAMElementMeaning("blocks read \(extent("from"))", .stream)
    case nil: BAMElementMeaning("starts or ends a stream that is not known", .stream)
    default: BAMElementMeaning("starts no stream")
    }
  }

  private func extent(_ preposition: String) -> String {
    let count = streamCount.map { "\($0) " } ?? ""
    return "\(count)\(preposition) \(streamDevice ?? "a device that was set before"), from \(streamAddress)"
      + (bank.map { ", in \($0)" } ?? "")
  }
}
