import BRAEncoder
import Foundation
import Scenario

/// `simctl bra decode`: explains the bytes of a block and says what is wrong with them.
enum BRADecodeCommand {
  static let command = Command(
    name: "bra decode",
    summary: "Explains the bytes of a BRA block field by field, and says what is wrong with them.",
    examples: [
      Command.Example("CA031234567819 08 EDD1EA D9 08"),
      Command.Example(
        "--format json C4,04,44,00,00,00,E6,28", "a read that the Target answers with NotReady, as JSON"),
      Command.Example("- < block.txt", "the digits come from standard input"),
    ],
    operands: .some("HEX"), options: [responses, .format("text", "json"), .output],
    notes: [
      "HEX may have spaces, line ends, commas, colons, dashes and 0x between its bytes. Without --responses, whether "
        + "the two response bytes are there is told by the CRCs.",
      "Zeros after the block are the rest of its frame. Exit code 65 if the block is damaged, cut short, or refused "
        + "with a NAK; Ignored, NotReady and Bad are answers and no damage.",
    ], run: run)

  private static let responses = Option(
    "--responses", choices: ["present", "absent"],
    help: "Whether the two response bytes are among the bytes, instead of finding out.")

  private static let formats = Option.format("text", "json")
  private static let inputLimit = 1 << 20

  @Sendable private static func run(_ arguments: Arguments, _ talk: Talk) throws -> ExitCode {
    try OutputPaths.check([arguments[.output] ?? "-"], inputs: arguments.operands.filter { $0 == "-" })
    let bytes = try parseHex(try input(arguments.operands), "the block")
    guard !bytes.isEmpty else { throw Failure.usage("the block has no bytes") }
    let explanation = explain(bytes, responses: arguments[responses])
    let isJSON = arguments[formats] == "json"
    try Command.deliver(isJSON ? explanation.document.text() + "\n" : explanation.text, arguments)
    if explanation.isSound { return .ok }
    throw Failure(.badData, explanation.problems.map { "byte \($0.byte): \($0.message)" })
  }

  private static func input(_ operands: [String]) throws -> String {
    guard operands.contains("-") else { return operands.joined(separator: " ") }
    guard operands.count == 1 else { throw Failure.usage("- stands alone, for standard input") }
    let data: Data
    do {
      data = try FileHandle.standardInput.read(upToCount: inputLimit + 1) ?? Data()
    } catch {
      throw Failure(.missingFile, "cannot read standard input")
    }
    guard data.count <= inputLimit else {
      throw Failure(.badData, "standard input is longer than \(inputLimit) bytes")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The better of the two readings, or the one that is asked for.
  private static func explain(_ bytes: [UInt8], responses: String?) -> BlockExplanation {
    let with = BRABlockView(bytes)
    let without = BRABlockView(bytes, hasResponses: false)
    let count = plural(bytes.count, "byte")
    if let responses {
      let view = responses == "present" ? with : without
      return BlockExplanation(view, reading: "\(count), read \(name(view)) as asked")
    }
    let view = rank(without) < rank(with) ? without : with
    let isCertain = isCertain(view, other: view.hasResponses ? without : with)
    let remark = isCertain ? "" : " (assumed; neither the CRCs nor the length tell)"
    return BlockExplanation(view, reading: "\(count), \(name(view))\(remark)", isAssumed: !isCertain)
  }

  private static func name(_ view: BRABlockView) -> String {
    view.hasResponses ? "with the response bytes" : "without the response bytes"
  }

  /// Whether a reading cannot be the wrong one: nothing is amiss, the data are where their CRC says, or only this
  /// reading has as many bytes as there are.
  private static func isCertain(_ view: BRABlockView, other: BRABlockView) -> Bool {
    if rank(view) == 0 { return true }
    if let data = view.data, view.dataCRC == CRC8.checksum(data) { return true }
    return view.byteCount == view.bytes.count && other.byteCount != other.bytes.count
  }

  /// How badly bytes fit a reading: 0 if nothing is wrong.
  private static func rank(_ view: BRABlockView) -> Int {
    view.findings.reduce(0) { sum, finding in
      switch finding {
      case .trailingBytes(_, allZero: true): sum
      // Bytes at a wrong place give a wrong data CRC, so it weighs most.
      case .dataCRC: sum + 3
      default: sum + 2
      }
    }
  }
}
