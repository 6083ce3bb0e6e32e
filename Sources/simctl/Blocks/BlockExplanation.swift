import BRAEncoder
import Scenario

/// A block field by field, and everything that is wrong with it.
struct BlockExplanation {
  /// The bytes as they are.
  let view: BRABlockView
  /// How the bytes were read, for people.
  let reading: String
  /// Whether the presence of the response bytes is a guess.
  let isAssumed: Bool
  /// The fields, in order.
  let fields: [BlockField]
  /// What is wrong, in the order of the bytes.
  let problems: [BlockProblem]

  /// Explains bytes; `reading` is a remark on how they were taken.
  init(_ view: BRABlockView, reading: String, isAssumed: Bool = false) {
    self.view = view
    self.reading = reading
    self.isAssumed = isAssumed
    problems = BlockProblem.all(in: view)
    fields = view.explainedFields
  }

  /// Whether the block is what was sent and everybody could trust it.
  var isSound: Bool { problems.isEmpty }

  /// One line that says what the block does.
  var title: String {
    guard let header = view.header else { return "Part of a BRA block" }
    let range = plural(header.byteCount, "byte")
    switch header.type {
    case .idle: return "Idle BRA block"
    case .reserved1, .reserved2: return "BRA block of a reserved type"
    case .active: break
    }
    let address = "0x" + hex(header.address, digits: 8)
    return header.operation == .write
      ? "BRA write of \(range) to \(deviceName(header.device)), address \(address)"
      : "BRA read of \(range) from \(deviceName(header.device)), address \(address)"
  }
}

// MARK: - As text

extension BlockExplanation {
  /// The explanation as a person reads it.
  var text: String {
    var text = title + "\n" + reading + "\n\n"
    text += Self.lines(of: view.bytes).map { "  \($0)\n" }.joined() + "\n"
    let rows = [["Byte", "Field", "Value", "Driven by", "Meaning"]] + fields.map(row)
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      text += cells.joined(separator: "  ").trimmingTrailingSpaces + "\n"
    }
    if let dump = dataLines { text += "\nData, by address\n" + dump }
    return text
  }

  private func row(_ field: BlockField) -> [String] {
    [field.place, field.name, field.shown, field.driver, field.meaning]
  }

  /// The data with their addresses, where they do not fit into the table.
  private var dataLines: String? {
    guard let header = view.header, let data = view.data, data.count > BRABlockView.shownDataBytes else {
      return nil
    }
    return Self.lines(of: Array(data)).enumerated().map { index, line in
      "  0x\(hex(header.address &+ UInt32(truncatingIfNeeded: 16 * index), digits: 8))  \(line)\n"
    }.joined()
  }

  private static func lines(of bytes: [UInt8]) -> [String] {
    stride(from: 0, to: bytes.count, by: 16).map { hex(bytes[$0..<min($0 + 16, bytes.count)]) }
  }
}

// MARK: - As JSON

extension BlockExplanation {
  /// The explanation as a document, `simctl-bra-block/1`.
  var document: JSONValue {
    var document: [String: JSONValue] = [
      "schema": "simctl-bra-block/1",
      "bytes": .string(hex(view.bytes, separator: "")),
      "byteCount": .count(view.bytes.count),
      "responses": view.hasResponses ? "present" : "absent",
      "responsesAssumed": .bool(isAssumed),
      "sound": .bool(isSound),
      "problems": .array(problems.map(\.document)),
      "fields": .array(fields.map(\.document)),
    ]
    guard let header = view.header else { return .object(document) }
    document["headerType"] = .string(header.type.name)
    document["operation"] = header.operation == .write ? "write" : "read"
    document["device"] = .count(header.device)
    document["address"] = .count(header.address)
    document["dataBytes"] = .count(header.byteCount)
    document["data"] = view.data.map { .string(hex($0, separator: "")) } ?? .null
    return .object(document)
  }
}

extension String {
  /// The text without spaces at its end.
  fileprivate var trimmingTrailingSpaces: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
