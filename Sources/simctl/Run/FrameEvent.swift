import BRAEncoder
import FrameSim
import Scenario

/// One frame as a line of `--events`: what it was for, what it carried, how it was answered.
struct FrameEvent {
  private var members: [String: JSONValue]

  init(_ frame: borrowing ObservedFrame) {
    let outcome = frame.outcome
    let word = outcome.controlWord
    members = [
      "frame": .count(outcome.number), "slot": .count(outcome.startSlot),
      "rows": .count(outcome.shape.rows), "columns": .count(outcome.shape.columns),
      "part": .string(frame.part.rawValue), "controlWord": .string(word.description),
      "response": .string(Self.name(word.response)),
    ]
    switch frame.plan.command {
    case .ping(let ssp):
      members["command"] = "ping"
      members["ssp"] = .bool(ssp)
      members["status"] = .array((0...11).map { .count(word.status(of: $0)) })
    case .read(let device, let register):
      members["command"] = "read"
      members["device"] = .count(device)
      members["register"] = .count(register)
      members["value"] = .count(word.data)
    case .write(let device, let register, let value):
      members["command"] = "write"
      members["device"] = .count(device)
      members["register"] = .count(register)
      members["value"] = .count(value)
    }
    if word.preq { members["preq"] = true }
    if let block = frame.plan.block, let result = outcome.block {
      members["block"] = Self.block(block, result)
    }
  }

  /// The line, with its end.
  var line: [UInt8] { Array((JSONValue.object(members).text(.compact) + "\n").utf8) }

  private static func block(_ block: BlockRequest, _ result: BlockOutcome) -> JSONValue {
    let header = block.header
    var members: [String: JSONValue] = [
      "op": header.operation == .write ? "write" : "read", "device": .count(header.device),
      "address": .count(header.address), "bytes": .count(header.byteCount),
      "headerResponse": result.headerResponse.map { .count($0.rawValue) } ?? .null,
      "footerResponse": result.footerResponse.map { .count($0.rawValue) } ?? .null,
      "readCRCGood": .bool(result.readCRCGood),
    ]
    if block.isFake { members["fake"] = true }
    return .object(members)
  }

  private static func name(_ response: CommandResponse) -> String {
    switch response {
    case .ok: "ok"
    case .ignored: "ignored"
    case .aborted: "aborted"
    }
  }
}
