import BRAEncoder
import Scenario

/// `simctl bra encode`: builds one block and shows it field by field.
enum BRAEncodeCommand {
  static let command = Command(
    name: "bra encode", summary: "Builds one BRA block and shows its bytes, field by field.",
    examples: [
      Command.Example("--device 2 --address 0x12345678 --write EDD1EA"),
      Command.Example(
        "--device 1 --address 0x44000000 --read 4 --data DEADBEEF", "a read, and what the Target sends"),
      Command.Example(
        "--device 1 --address 0x44000000 --read 4 --not-ready", "the Target is busy, and the block ends"),
    ],
    usage: "--device N --address A (--write HEX | --read N) [options]", operands: .none,
    options: [
      device, address, write, read, data, headerType, response, notReady, footer, deferred, responses,
      formats,
      .output,
    ],
    notes: [
      "A response is one of the words or a byte such as 0x18, for what several Targets make of it together. If the "
        + "header response is not OK, the Initiator ends the block after it, unless --deferred."
    ], run: run)

  private static let device = Option(
    "--device", value: "N", help: "Device address, 0 to 15: 12 and 13 are groups, 15 is everybody.")
  private static let address = Option(
    "--address", value: "A", help: "Address of the first byte, 32 bits, decimal or 0x.")
  private static let write = Option("--write", value: "HEX", help: "Write these bytes, 0 to 511.")
  private static let read = Option("--read", value: "N", help: "Read N bytes, 0 to 511.")
  private static let data = Option(
    "--data", value: "HEX", help: "What the Target of a read sends; default zeros.")
  private static let headerType = Option(
    "--type", choices: BRAHeaderType.allCases.map(\.name).sorted(), help: "Header type; default active.")
  private static let response = Option(
    "--response", value: "R", help: "Header response: ok, not-ready, ignored, failed or a byte; default ok.")
  private static let notReady = Option("--not-ready", help: "The same as --response not-ready.")
  private static let footer = Option(
    "--footer", value: "R",
    help: "Footer response: good, bad, ignored, failed or a byte; default good if the header response is OK.")
  private static let deferred = Option(
    "--deferred",
    help: "The Initiator looks at the responses later and sends the data of a write in any case.")
  private static let responses = Option(
    "--responses", choices: ["present", "absent"],
    help: "Leave out both response bytes, as in a host's transmit buffer; default present.")
  private static let formats = Option.format("text", "json")

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    let request = try request(arguments)
    if request.data.count > BRALimits.lane0 {
      talk.warning(
        "\(request.data.count) data bytes: no frame carries more than \(BRALimits.lane0) on lane 0, "
          + "or \(BRALimits.extraLane) on another lane")
    }
    var bytes = try encoded(request, arguments)
    let hasResponses = arguments[responses] != "absent"
    if !hasResponses {
      if let footer = BRABlockView(bytes).range(of: .footerResponse) { bytes.remove(at: footer.lowerBound) }
      bytes.remove(at: 7)
    }
    let view = BRABlockView(bytes, hasResponses: hasResponses)
    let count = "\(bytes.count) bytes, \(hasResponses ? "with" : "without") the response bytes"
    let explanation = BlockExplanation(view, reading: count)
    let isJSON = arguments[formats] == "json"
    try Command.deliver(isJSON ? explanation.document.text() + "\n" : explanation.text, arguments)
    return .ok
  }

  // MARK: - What is asked for

  private static func request(_ arguments: Arguments) throws -> (header: BRAHeader, data: [UInt8]) {
    guard let device = try arguments.integer(device, in: 0...15) else {
      throw Failure.usage("--device is missing")
    }
    guard let address = try arguments.integer(address, in: 0...0xFFFF_FFFF, hexadecimal: true) else {
      throw Failure.usage("--address is missing")
    }
    let (operation, bytes) = try payload(arguments)
    let type = BRAHeaderType.allCases.first { $0.name == arguments[headerType] } ?? .active
    guard
      let header = BRAHeader(
        type: type, operation: operation, device: device, address: UInt32(truncatingIfNeeded: address),
        byteCount: bytes.count)
    else { throw Failure.usage("a block has 0 to \(BRALimits.field) data bytes, not \(bytes.count)") }
    return (header, bytes)
  }

  private static func payload(_ arguments: Arguments) throws -> (BRAOperation, [UInt8]) {
    if arguments.has(write), arguments.has(read) {
      throw Failure.usage("--write and --read exclude each other")
    }
    if let text = arguments[write] {
      if arguments.has(data) { throw Failure.usage("--data is for --read; --write has its bytes itself") }
      return (.write, try parseHex(text, "--write"))
    }
    guard let count = try arguments.integer(read, in: 0...BRALimits.field) else {
      throw Failure.usage("--write HEX or --read N is missing")
    }
    guard let text = arguments[data] else { return (.read, [UInt8](repeating: 0, count: count)) }
    let bytes = try parseHex(text, "--data")
    guard bytes.count == count else {
      throw Failure.usage("--data has \(bytes.count) bytes, but --read asks for \(count)")
    }
    return (.read, bytes)
  }

  // MARK: - The block

  private static func encoded(
    _ request: (header: BRAHeader, data: [UInt8]), _ arguments: Arguments
  ) throws -> [UInt8] {
    let header = request.header
    guard header.type == .active else {
      for option in [response, notReady, footer, deferred, data] where arguments.has(option) {
        throw Failure.usage("\(option.name) is for --type active; nobody answers another one")
      }
      return header.bytes + [header.crc, BRAHeaderResponse.ignored.rawValue]
    }
    let response = try headerResponse(arguments)
    let goesOn = response.received == .ok || arguments.has(deferred)
    let footer = try footerResponse(arguments, default: response.received == .ok ? .okGood : .ignored)
    if arguments.has(deferred), header.operation == .read, response.received != .ok {
      throw Failure.usage(
        "--deferred is for --write; nobody sends the data of a read that was not answered OK")
    }
    if !goesOn {
      for option in [Self.footer, data] where arguments.has(option) {
        throw Failure.usage(
          "\(option.name) has no place: the block ends after a header response that is not OK")
      }
    }
    let block =
      goesOn
      ? BRABlock(header: header, headerResponse: response, data: request.data, footerResponse: footer)
      : BRABlock(header: header, endedBy: response)
    guard let block else {
      throw Failure.usage("bits 7 and 6 of a response are reserved: 0x3F is the largest")
    }
    return block.emit()
  }

  private static func headerResponse(_ arguments: Arguments) throws -> BRAHeaderResponse {
    if arguments.has(notReady) {
      if arguments.has(response) { throw Failure.usage("--not-ready and --response exclude each other") }
      return .okNotReady
    }
    let words: [(String, UInt8)] = [("ok", 0x08), ("not-ready", 0x28), ("ignored", 0x00), ("failed", 0x10)]
    return BRAHeaderResponse(rawValue: try byte(response, words, arguments) ?? BRAHeaderResponse.ok.rawValue)
  }

  private static func footerResponse(
    _ arguments: Arguments, default: BRAFooterResponse
  ) throws -> BRAFooterResponse {
    let words: [(String, UInt8)] = [("good", 0x08), ("bad", 0x28), ("ignored", 0x00), ("failed", 0x10)]
    return BRAFooterResponse(rawValue: try byte(footer, words, arguments) ?? `default`.rawValue)
  }

  /// A response as one of its words, or as a byte.
  private static func byte(
    _ option: Option, _ words: [(String, UInt8)], _ arguments: Arguments
  ) throws -> UInt8? {
    guard let text = arguments[option] else { return nil }
    if let word = words.first(where: { $0.0 == text }) { return word.1 }
    guard let value = parseInteger(text).flatMap(UInt8.init(exactly:)) else {
      let meant = nearest(to: text, among: words.map(\.0)).map { "; did you mean \($0)?" } ?? ""
      throw Failure.usage(
        "\(option.name) is \(list(words.map(\.0) + ["a byte"], "or")), not \(quote(text))\(meant)")
    }
    return value
  }
}
