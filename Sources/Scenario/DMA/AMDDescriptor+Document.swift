internal import BRAEncoder
package import FrameSim

extension AMDDescriptor {
  /// What the driver writes for a stream of blocks, as the document `simctl-dma/1` has it, with the table of the pages its buffer
  /// lies in.
  package func document(pages: AMDPageTable?) -> JSONValue {
    var document: [String: JSONValue] = [
      "bytesPerFrame": .count(bytesPerFrame), "numFrames": .count(frames),
      "sampleInterval": .count(sampleInterval), "registers": .array(registerDocuments),
      "words": .string(lowercaseHex(registers.flatMap { CadenceWord(rawValue: $0).bytes })),
    ]
    if let pages { document["pages"] = .array(pages.documents) }
    return .object(document)
  }
}

extension AMDDescriptor {
  /// The registers in a document, in the order in which they are written.
  package var registerDocuments: [JSONValue] {
    zip(Register.allCases, registers).map { register, value in
      [
        "name": .string(register.name),
        "value": .string(lowercaseHex(CadenceWord(rawValue: value).bytes.reversed())),
      ]
    }
  }
}

extension AMDPageTable {
  /// The pages in a document.
  package var documents: [JSONValue] {
    entries.map { ["address": .count($0.address), "valid": .bool($0.isValid)] }
  }
}
