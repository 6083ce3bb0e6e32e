import FrameSim
import Scenario

/// A BAM's command elements one by one: which register of the Manager they set, and what that starts.
///
/// Elements are looked at twice, once to count and once to show, and never kept: a dump may hold millions.
struct ElementExplanation {
  let elements: BAMElements
  /// How the file was read.
  let form: DumpForm
  private(set) var problems = ProblemCount("element")
  private(set) var commandCount = 0
  private(set) var streamCount = 0

  /// Explains elements.
  init(_ bytes: [UInt8], form: DumpForm) {
    elements = BAMElements(bytes)
    self.form = form
    for place in elements {
      problems.add(place.problems, at: place.index)
      if place.meaning.start == .command { commandCount += 1 }
      if place.meaning.start == .stream { streamCount += 1 }
    }
  }

  /// Whether a driver could have written them.
  var isSound: Bool { problems.count == 0 && elements.restBytes == 0 && elements.usedElements > 0 }

  /// What is wrong, each a sentence, the first ones if there are many.
  var sentences: [String] {
    problems.sentences(restBytes: elements.restBytes, isEmpty: elements.usedElements == 0)
  }

  /// Writes the explanation as a person reads it.
  func writeText(_ write: (String) throws -> Void) throws {
    try write("BAM command elements: \(plural(elements.bytes.count, "byte")), read as \(form.phrase)\n")
    try write(
      "\(plural(elements.usedElements, "element")): \(plural(commandCount, "command")) in Column 0, "
        + "\(plural(streamCount, "start")) of blocks; \(elements.unusedElements) unused\n")
    if elements.usedElements > 0 { try write("\n\(BAMCommandElement.heading)\n") }
    for place in elements {
      let lines = place.element.lines(number: place.index, meaning: place.meaning)
      try write(lines.joined(separator: "\n") + "\n")
      for problem in place.problems { try write(RingExplanation.remark("! \(problem)")) }
    }
  }

  /// Writes the explanation as a document, `simctl-dma-decode/1`, element by element.
  func writeJSON(_ write: (String) throws -> Void) throws {
    let head: JSONValue = [
      "schema": "simctl-dma-decode/1", "kind": "bam-elements", "input": .string(form.rawValue),
      "byteCount": .count(elements.bytes.count), "elementCount": .count(elements.usedElements),
      "unusedElements": .count(elements.unusedElements), "restBytes": .count(elements.restBytes),
      "commandCount": .count(commandCount), "streamCount": .count(streamCount),
      "problemCount": .count(problems.count), "sound": .bool(isSound), "elements": [],
    ]
    try head.write(listing: elements.lazy.map(\.document), at: "elements", write)
  }
}

extension BAMElements.Place {
  fileprivate var document: JSONValue {
    var members = element.members
    members["meaning"] = .string(meaning.text)
    members["starts"] = meaning.start.map { .string($0.rawValue) } ?? .null
    members["problems"] = .array(problems.map { .string($0) })
    return .object(members)
  }
}
