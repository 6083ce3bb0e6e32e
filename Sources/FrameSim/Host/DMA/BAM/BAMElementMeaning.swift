/// What a command element does, in words.
package struct BAMElementMeaning: Hashable, Sendable {
  /// What an element starts or ends on the bus.
  package enum Start: String, Hashable, Sendable, CaseIterable {
    /// A command in Column 0.
    case command
    /// A stream of blocks.
    case stream
    /// The end of one.
    case streamEnd
  }

  /// A few words.
  package let text: String
  /// What it starts, or nil where it only sets or reads something.
  package let start: Start?

  init(_ text: String, _ start: Start? = nil) {
    self.text = text
    self.start = start
  }
}

extension BAMCommandElement {
  /// The Manager's register that it names, or nil where that is none.
  package var register: ManagerRegister? { ManagerRegister(rawValue: address) }

  /// What no driver would write, a sentence each; empty where it is sound.
  package var problems: [String] {
    var problems: [String] = []
    if operation == nil { problems.append("command \(command) is neither a write (0) nor a read (1)") }
    if let register {
      if operation == .write { problems += valueProblems(register) }
    } else {
      problems.append("\(hexadecimal(address, digits: 6)) is no register of the Manager")
    }
    if operation == .write, mask == 0 { problems.append("its mask is 0, so that it writes nothing") }
    if reserved != 0 { problems.append("its last word is \(hexadecimal(reserved, digits: 8)), should be 0") }
    return problems
  }

  private func valueProblems(_ register: ManagerRegister) -> [String] {
    let value = data & mask
    let stray = value & ~register.fields
    if stray != 0 {
      return ["bits \(hexadecimal(stray, digits: 8)) of \(register.name) belong to no field"]
    }
    // Where some bits stay as they are, nobody knows the whole value.
    guard mask & register.fields == register.fields else { return [] }
    switch register {
    case .commandControl:
      return CommandControl.command(in: value) != nil
        ? [] : ["\(hexadecimal(value, digits: 8)) starts no command"]
    case .dp0Control:
      return [StreamControl.stop, StreamControl.write, StreamControl.read].contains(value)
        ? [] : ["\(hexadecimal(value, digits: 8)) starts no stream, and ends none"]
    default: return []
    }
  }
}

extension ManagerRegister {
  /// The bits that mean something.
  var fields: UInt32 {
    switch self {
    case .commandAddress: 0xF_FFFF
    case .commandData: 0xFF
    case .commandControl: CommandControl.isRequired | 3
    case .scratchpad, .dp0Count: .max
    case .dp0Device: 0xF
    case .dp0AddressHigh, .dp0AddressLow: 0xFFFF
    case .dp0Bank: 1
    case .dp0Control: 3
    }
  }
}

/// How many of something there are.
func counted(_ count: some BinaryInteger, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
