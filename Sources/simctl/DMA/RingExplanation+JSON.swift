import FrameSim
import Scenario

extension RingExplanation {
  /// Writes the explanation as a document, `simctl-dma-decode/1`, descriptor by descriptor.
  func writeJSON(_ write: (String) throws -> Void) throws {
    let head: JSONValue = [
      "schema": "simctl-dma-decode/1", "kind": "bam", "input": .string(form.rawValue),
      "byteCount": .count(ring.bytes.count), "descriptorCount": .count(ring.usedSlots),
      "unusedSlots": .count(ring.unusedSlots), "restBytes": .count(ring.restBytes),
      "dataBytes": .count(dataBytes), "runCount": .count(runCount), "problemCount": .count(problems.count),
      "warningCount": .count(warnings.count), "sound": .bool(isSound), "descriptors": [], "runs": [],
    ]
    try head.write(
      listing: ring.lazy.map(\.document), at: "descriptors", then: ring.runs.lazy.map(\.document), at: "runs",
      write)
  }
}

extension BAMRing.Slot {
  fileprivate var document: JSONValue {
    var members = descriptor.members
    members["problems"] = .array(problems.map { .string($0) })
    members["warnings"] = .array(warnings.map { .string($0) })
    return .object(members)
  }
}

extension BAMRun {
  fileprivate var document: JSONValue {
    [
      "address": .count(address), "bytes": .count(byteCount), "first": .count(first), "last": .count(last),
      "descriptorCount": .count(descriptorCount),
    ]
  }
}
