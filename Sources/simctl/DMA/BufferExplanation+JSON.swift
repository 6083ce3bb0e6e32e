import BRAEncoder
import FrameSim
import Scenario

extension BufferExplanation {
  /// The document without its frames, `simctl-dma-decode/1`.
  private var head: JSONValue {
    [
      "schema": "simctl-dma-decode/1", "kind": "hda", "input": .string(form.rawValue),
      "direction": .string(frames.direction.rawValue), "directionAssumed": .bool(isDirectionAssumed),
      "byteCount": .count(frames.reader.bytes.count), "frameCount": .count(frameCount),
      "idleFrames": .count(fakeFrames), "dataBytes": .count(dataBytes), "paddingBytes": .count(paddingBytes),
      "restBytes": .count(restBytes), "faultCount": .count(faultCount), "sound": .bool(isSound), "frames": [],
    ]
  }

  /// Writes the explanation as a document, frame by frame; the text is what `JSONValue.text` would give of all of it.
  func writeJSON(_ write: (String) throws -> Void) throws {
    try head.write(listing: frames.lazy.map(\.document), at: "frames", write)
  }
}

extension CadenceFrameView {
  /// The frame in a document: `offset`, `bytes`, `counter`, `header`, `headerCRC`, `numBytes`, `active` and `dataCRC` as
  /// `simctl-dma/1` has them.
  fileprivate var document: JSONValue {
    func byte(_ value: UInt8?) -> JSONValue { value.map { .string(lowercaseHex([$0])) } ?? .null }
    var document: [String: JSONValue] = [:]
    if case .object(let members) = sentMembers { document = members }
    document["words"] = .array(
      (0..<packet.wordCount).map { .string(lowercaseHex(packet[$0].bytes.reversed())) })
    document["faults"] = .array(
      faults.map { ["kind": .string($0.name), "word": .count($0.word), "message": .string("\($0)")] })
    if direction == .transmit {
      guard let header else { return .object(document) }
      document["operation"] = header.operation == .write ? "write" : "read"
      document["device"] = .count(header.device)
      document["address"] = .count(header.address)
    } else {
      document["operation"] = operation == .write ? "write" : "read"
      document["headerResponse"] = byte(headerResponse?.rawValue)
      document["footerResponse"] = byte(footerResponse?.rawValue)
      document["errno"] = responseErrno.map { .string($0.rawValue) } ?? .null
    }
    if dataCRC != nil { document["data"] = .string(lowercaseHex(data)) }
    return .object(document)
  }
}
