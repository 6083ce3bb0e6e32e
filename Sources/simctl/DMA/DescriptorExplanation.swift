import BRAEncoder
import FrameSim
import Scenario

/// AMD's registers of a transfer, and its page table if there is one.
struct DescriptorExplanation {
  let descriptor: AMDDescriptor
  /// The page table, or nil where no words follow the registers.
  let pages: AMDPageTable?
  /// How the file was read.
  let form: DumpForm
  /// Bytes of the file.
  let byteCount: Int

  /// Explains eight words in the order in which the driver writes the registers, and two more words for each page.
  ///
  /// Throws a sentence where there are fewer, or no whole words.
  init(_ bytes: [UInt8], form: DumpForm) throws(DumpTooShort) {
    let words = stride(from: 0, to: bytes.count - 3, by: 4).map { CadenceWord(bytes, at: $0).rawValue }
    guard bytes.count.isMultiple(of: 4), let descriptor = AMDDescriptor(registers: Array(words.prefix(8)))
    else {
      throw DumpTooShort(bytes: bytes.count)
    }
    self.descriptor = descriptor
    self.form = form
    pages = words.count > 8 ? AMDPageTable(words: Array(words.dropFirst(8))) : nil
    byteCount = bytes.count
  }

  /// What no driver writes: a register or page, and a sentence.
  var problems: [(place: String, message: String)] {
    let registers = descriptor.findings.map { ($0.register.name, $0.message) }
    let pages = pages?.findings(byteCount: Int(descriptor.byteCount)) ?? []
    return registers + pages.map { ($0.entry.map { "page \($0)" } ?? "page table", $0.message) }
  }

  /// Why the words are no descriptor.
  struct DumpTooShort: Error {
    let bytes: Int
    var message: String {
      bytes.isMultiple(of: 4)
        ? "\(plural(bytes / 4, "word")), but the descriptor has 8: the registers in the order they are written in"
        : "\(plural(bytes, "byte")) are no whole number of words"
    }
  }
}

// MARK: - As text and JSON

extension DescriptorExplanation {
  private var operation: String { descriptor.operation == .write ? "write" : "read" }

  /// The explanation as a person reads it.
  var text: String {
    let read = form == .binary ? "binary" : "\(form.rawValue) in hexadecimal"
    let direction = descriptor.operation == .write ? "to" : "from"
    var text = "AMD descriptor: \(plural(byteCount, "byte")), read as \(read)\n"
    text += "\(operation) of \(plural(Int(descriptor.byteCount), "byte")) \(direction) "
    text += "\(deviceName(descriptor.device)), address 0x\(hex(descriptor.address, digits: 8)): "
    text += "\(plural(descriptor.frames, "frame")) of \(descriptor.bytesPerFrame)\n\n"
    let registers = AMDDescriptor.Register.allCases
    let table = TextTable([
      TextTable.Column("Register", registers.map(\.name), isLeft: true),
      TextTable.Column("Value", descriptor.registers.map { hex($0, digits: 8) }, isLeft: true),
      TextTable.Column("Meaning", registers.map(meaning), isLeft: true, least: 20),
    ])
    text += (table?.lines ?? []).map { $0 + "\n" }.joined()
    if let pages {
      text += "\nPage  Address\n"
      for (index, entry) in pages.entries.enumerated() {
        let number = DisplayWidth.padded("\(index)", to: 4, isLeft: false)
        text += "\(number)  0x\(hex(entry.address, digits: 12))\(entry.isValid ? "" : "  not valid")\n"
      }
    }
    return text
  }

  private func meaning(_ register: AMDDescriptor.Register) -> String {
    switch register {
    case .frameFormat:
      "\(operation), device \(descriptor.device), \(descriptor.bytesPerFrame) bytes a frame, "
        + "\(descriptor.wordLength)-bit words"
    case .sampleInterval: "a word every \(plural(descriptor.sampleInterval, "bit slot"))"
    case .hCtrl: "columns \(descriptor.hStart) to \(descriptor.hStop)"
    case .offset: descriptor.offset == 0 ? "none" : "unusual"
    case .channelEnable: descriptor.channelEnable == AMDDescriptor.channelEnable ? "enabled" : "unusual"
    case .firstByteAddress: "address in the device"
    case .baseAddress: "where the DMA's window begins"
    case .transferSize: plural(Int(descriptor.byteCount), "byte")
    }
  }

  /// The explanation as a document, `simctl-dma-decode/1`.
  var document: JSONValue {
    var document: [String: JSONValue] = [
      "schema": "simctl-dma-decode/1", "kind": "amd", "input": .string(form.rawValue),
      "byteCount": .count(byteCount), "operation": .string(operation), "device": .count(descriptor.device),
      "address": .count(descriptor.address), "bytes": .count(descriptor.byteCount),
      "bytesPerFrame": .count(descriptor.bytesPerFrame), "frames": .count(descriptor.frames),
      "wordLength": .count(descriptor.wordLength), "sampleInterval": .count(descriptor.sampleInterval),
      "hStart": .count(descriptor.hStart), "hStop": .count(descriptor.hStop),
      "registers": .array(descriptor.registerDocuments),
      "problems": .array(problems.map { ["place": .string($0.place), "message": .string($0.message)] }),
      "sound": .bool(problems.isEmpty),
    ]
    if let pages { document["pages"] = .array(pages.documents) }
    return .object(document)
  }
}
