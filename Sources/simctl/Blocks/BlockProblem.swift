import BRAEncoder
import Scenario

/// Something that is wrong with a block, or that a Target said was wrong.
struct BlockProblem {
  /// A word for programs.
  let kind: String
  /// The byte it was found at.
  let byte: Int
  /// A sentence for people.
  let message: String

  /// The problem in a JSON document.
  var document: JSONValue {
    ["kind": .string(kind), "byte": .count(byte), "message": .string(message)]
  }

  /// Everything that is wrong with the bytes of a view, in their order.
  static func all(in view: BRABlockView) -> [BlockProblem] {
    var problems = view.findings.compactMap { BlockProblem($0, view) }
    if let header = view.header, header.type == .active {
      if let response = view.headerResponse, response.received == .abort {
        problems.append(
          BlockProblem(
            kind: response.ack ? "headerNakAndAck" : "headerNak", byte: 7,
            message: "header response is 0x\(hex(response.rawValue, digits: 2)): "
              + aborted("header", "header", response.ack)))
      }
      if let range = view.range(of: .footerResponse), let response = view.footerResponse,
        response.received == .abort
      {
        problems.append(
          BlockProblem(
            kind: response.ack ? "footerNakAndAck" : "footerNak", byte: range.lowerBound,
            message: "footer response is 0x\(hex(response.rawValue, digits: 2)): "
              + aborted("data", "data", response.ack)))
      }
    }
    return problems.sorted { $0.byte < $1.byte }
  }

  private static func aborted(_ what: String, _ crc: String, _ both: Bool) -> String {
    both
      ? "both NAK and ACK, which means Abort: Targets disagree, and one found the \(crc) CRC wrong"
      : "NAK, which means Abort: a Target found the \(crc) CRC wrong"
  }

  private init(kind: String, byte: Int, message: String) {
    self.kind = kind
    self.byte = byte
    self.message = message
  }

  private init?(_ finding: BRABlockError, _ view: BRABlockView) {
    func value(_ byte: UInt8) -> String { "0x" + hex(byte, digits: 2) }
    func start(_ field: BRABlockView.Field) -> Int { view.range(of: field)?.lowerBound ?? 0 }
    switch finding {
    case .tooShort(let expected, let actual):
      let missing = expected - actual
      let known = view.extent == nil ? "at least " : ""
      self.init(
        kind: "truncated", byte: actual,
        message: "truncated by \(known)\(plural(missing, "byte")): "
          + "the block has \(known)\(expected), here are \(actual)")
    case .reservedHeaderType(let type):
      let bits = type == .reserved1 ? "01" : "10"
      self.init(
        kind: "reservedHeaderType", byte: 0,
        message: "header type is \(bits), which is reserved; Targets ignore such a block")
    case .headerCRC(let expected, let actual):
      self.init(
        kind: "headerCRC", byte: 6, message: "header CRC is \(value(actual)), should be \(value(expected))")
    case .headerResponseReservedBits(let response):
      self.init(
        kind: "headerResponseReservedBits", byte: 7,
        message: "header response is \(value(response.rawValue)): bits 7 and 6 are reserved and never sent")
    case .idleAnswered(let response):
      self.init(
        kind: "idleAnswered", byte: 7,
        message:
          "header response is \(value(response.rawValue)), but nobody answers a block that is not active")
    case .dataCRC(let expected, let actual):
      self.init(
        kind: "dataCRC", byte: start(.dataCRC),
        message: "data CRC is \(value(actual)), should be \(value(expected))")
    case .footerResponseReservedBits(let response):
      self.init(
        kind: "footerResponseReservedBits", byte: start(.footerResponse),
        message: "footer response is \(value(response.rawValue)): bits 7 and 6 are reserved and never sent")
    case .trailingBytes(let count, let allZero):
      // The rest of the frame is driven by nobody and reads as zeros.
      if allZero { return nil }
      self.init(
        kind: "trailingBytes", byte: start(.unused),
        message: count == 1
          ? "one byte after the block, and it is not zero"
          : "\(count) bytes after the block, not all of them zero")
    }
  }
}
