package import FrameSim

extension BAMImage {
  /// Writes what the driver has in memory as the document `simctl-dma/1`; hexadecimal digits are small.
  package func writeDocument(_ write: (String) throws -> Void) throws {
    let document: JSONValue = [
      "schema": "simctl-dma/1", "kind": "bam", "descriptors": [],
      "elementsAddress": .count(elementsAddress), "elements": .string(lowercaseHex(elements)),
    ]
    let list = descriptors.lazy.map { JSONValue.object($0.members) }
    try document.write(listing: list, at: "descriptors", write)
  }

  /// The bytes of the ring: its descriptors one after the other.
  package var ringBytes: [UInt8] { descriptors.flatMap(\.bytes) }

  /// Writes the ring as a person reads it; `isVerbose` shows below each descriptor of commands what its elements do.
  package func writeText(isVerbose: Bool, _ write: (String) throws -> Void) throws {
    let ring = BAMRing(ringBytes)
    try write("BAM ring: \(ring.summary)\n")
    try write(
      elements.isEmpty
        ? "no command elements\n"
        : "\(plural(elements.count / BAMCommandElement.byteCount, "command element")) at 0x"
          + "\(hexadecimal(UInt64(elementsAddress), digits: 8))\n")
    try write("\n\(BAMDescriptor.heading)\n")
    var ports = BAMPorts()
    for (index, descriptor) in descriptors.enumerated() {
      try write(descriptor.line(slot: index) + "\n")
      guard isVerbose else { continue }
      for element in elements(of: descriptor) {
        let lines = element.lines(number: nil, meaning: ports.take(element))
        try write(lines.joined(separator: "\n") + "\n")
      }
    }
  }
}

extension BAMRing {
  /// How many descriptors there are, and of what.
  package var summary: String {
    let commands = (0..<usedSlots).reduce(0) { $0 + (self[$1].flags.contains(.cmd) ? 1 : 0) }
    let (count, bytes) = runs.reduce((0, 0)) { ($0.0 + 1, $0.1 + $1.byteCount) }
    let data = bytes == 0 ? "no data" : "\(plural(bytes, "data byte")) in \(plural(count, "run"))"
    return "\(plural(usedSlots, "descriptor")), \(commands) of them commands; \(data)"
  }
}
