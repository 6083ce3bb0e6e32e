import FrameSim

extension DocumentSchema {
  private static let word = integer(0...Int(UInt32.max))
  private static let descriptor: [String: JSONValue] = [
    "address": word, "size": integer(0...Int(UInt16.max)), "flags": list(words(BAMFlags.names.map(\.name))),
    "bytes": lowercase,
  ]

  /// The document of `dma encode` for a BAM.
  static var bamImage: JSONValue {
    object([
      "schema": constant("simctl-dma/1"), "kind": constant("bam"), "descriptors": list(object(descriptor)),
      "elementsAddress": word, "elements": lowercase,
    ])
  }

  /// The document of `dma decode` for a ring of descriptors.
  static var ringDump: JSONValue {
    let sentences = ["problems": list(text), "warnings": list(text)]
    let run = object([
      "address": word, "bytes": count, "first": count, "last": count, "descriptorCount": count,
    ])
    return object([
      "schema": constant("simctl-dma-decode/1"), "kind": constant("bam"), "input": inputs,
      "byteCount": count, "descriptorCount": count, "unusedSlots": count, "restBytes": integer(0...7),
      "dataBytes": count, "runCount": count, "problemCount": count, "warningCount": count, "sound": flag,
      "descriptors": list(object(descriptor.merging(sentences) { $1 })), "runs": list(run),
    ])
  }

  /// The document of `dma decode` for command elements.
  static var elementDump: JSONValue {
    let element = object([
      "command": integer(0...255), "operation": orNull(words(["write", "read"])),
      "address": integer(0...0xFF_FFFF), "register": orNull(words(ManagerRegister.allCases.map(\.name))),
      "data": word, "mask": word, "reserved": word, "bytes": lowercase, "meaning": text,
      "starts": orNull(words(BAMElementMeaning.Start.self)), "problems": list(text),
    ])
    return object([
      "schema": constant("simctl-dma-decode/1"), "kind": constant("bam-elements"), "input": inputs,
      "byteCount": count, "elementCount": count, "unusedElements": count, "restBytes": integer(0...15),
      "commandCount": count, "streamCount": count, "problemCount": count, "sound": flag,
      "elements": list(element),
    ])
  }
}
