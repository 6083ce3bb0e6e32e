import Foundation
import FrameSim
import Scenario
import Testing

/// Host reference 6.1: what a driver puts into a BAM's ring, written as text, JSON and words, explained and compared.
@Suite struct BAMMemoryTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func call(_ name: String, _ arguments: String..., input: String = "") -> GoldenCall {
    var call = GoldenCall("dma/decode/" + name, input: input)
    call.arguments = ["dma", "decode"] + arguments
    return call
  }

  /// Words of descriptors: size and flags in the second one, size low.
  private static func ring(_ descriptors: [BAMDescriptor]) -> String {
    descriptors.map { descriptor in
      let words = [0, 4].map { start in
        descriptor.bytes[start..<start + 4].reversed().map { String(Int($0) + 256, radix: 16).dropFirst() }
          .joined()
      }
      return words.joined(separator: " ") + "\n"
    }.joined()
  }

  private static let sound = BAMExample.image.descriptors
  private static func ring(_ change: (inout [BAMDescriptor]) -> Void) -> String {
    var descriptors = sound
    change(&descriptors)
    return ring(descriptors)
  }

  @Test(arguments: [
    call("bam", "--kind", "bam", "-", input: ring(sound + [BAMDescriptor(address: 0, size: 0)])),
    call("bam-json", "--kind", "bam", "--format", "json", "-", input: ring(sound)),
    call("bam-no-nwd", "--kind", "bam", "-", input: ring { $0[4].flags.remove(.nwd) }),
    call("bam-no-nwd-quiet", "-q", "--kind", "bam", "-", input: ring { $0[4].flags.remove(.nwd) }),
    call(
      "bam-no-nwd-json", "--kind", "bam", "--format", "json", "-", input: ring { $0[4].flags.remove(.nwd) }),
    call(
      "damaged/bam-locks", "--kind", "bam", "-",
      input: ring {
        $0[1].flags.insert(.lock); $0.append($0[6])
      }),
    call("damaged/bam-open", "--kind", "bam", "-", input: ring { $0.removeLast() }),
    call(
      "damaged/bam-runs", "--kind", "bam", "-",
      input: ring {
        $0[3].address += 8; $0[4].size = 32_768
      }),
    call(
      "damaged/bam-json", "--kind", "bam", "--format", "json", "-",
      input: ring {
        $0[0].flags.insert([.unlock, .eot]); $0[1].size = 17
      } + "01020304"),
    call("damaged/bam-zeros", "--kind", "bam", "-", input: "00000000 00000000 00000000 00000000"),
    call("damaged/bam-bytes", "--kind", "bam", "--input", "bytes", "-", input: "0010 0000 1000"),
    call(
      "damaged/bam-xxd-g4", "--kind", "bam", "-",
      input: "0000208e 1000000c 0000218e f87f0010 1000208e 1000000a\n"),
    call(
      "damaged/bam-elements", "--kind", "bam-elements", "-",
      input: "00000000 00100000 ffffffff 00000000 02000030 00000000 00000000 00000001 00000008 00000000\n"),
    call(
      "damaged/bam-elements-json", "--kind", "bam-elements", "--format", "json", "-",
      input: "02000030 00000000 00000000 00000001 01000004 80000000 ffffffff 00000000"),
    call("errors/direction-of-bam", "--kind", "bam", "--direction", "rx", "-", input: "00000000 00000000"),
    call("errors/bam-odd", "--kind", "bam", "-", input: "12345 0000000c"),
  ])
  func golden(call: GoldenCall) throws { try call.check() }

  /// The dumps that help shows are those of the example, with unused slots behind it.
  @Test func shippedDumps() throws {
    func simctl(_ arguments: String...) throws -> Simctl { try Simctl(arguments, directory: Self.root) }
    let ring = try simctl("dma", "decode", "--kind", "bam", "docs/dumps/bam-ring.txt")
    let elements = try simctl("dma", "decode", "--kind", "bam-elements", "docs/dumps/bam-elements.txt")
    #expect(ring.exitCode == 0 && ring.stderr.isEmpty && elements.exitCode == 0 && elements.stderr.isEmpty)
    try expectGolden(ring.stdout, "dma/decode/bam-ring.txt")
    try expectGolden(elements.stdout, "dma/decode/bam-elements.txt")
    // Both say of the same bytes the same.
    let folder = try TemporaryFolder()
    let image = BAMExample.image
    let files = [
      ("r", "bam", image.descriptors.flatMap(\.bytes) + [UInt8](repeating: 0, count: 72), ring.stdout),
      ("e", "bam-elements", image.elements, elements.stdout),
    ]
    for (name, kind, bytes, text) in files {
      try Data(bytes).write(to: folder.url.appending(path: name))
      let binary = try Simctl(["dma", "decode", "--kind", kind, name], directory: folder.url)
      #expect(binary.stdout.replacing("read as binary", with: "read as words in hexadecimal") == text)
    }
  }

  // MARK: What dma encode writes

  @Test func text() throws {
    func text(isVerbose: Bool, _ image: BAMImage) throws -> String {
      var text = ""
      try image.writeText(isVerbose: isVerbose) { text += $0 }
      return text
    }
    try expectGolden(text(isVerbose: false, BAMExample.image), "dma/encode/bam.txt")
    try expectGolden(text(isVerbose: true, BAMExample.image), "dma/encode/bam-verbose.txt")
    // Without commands, as a driver has it that only reads.
    let data = BAMImage(descriptors: [BAMDescriptor(address: 0, size: 1, flags: .eot)], elementsAddress: 0)
    #expect(
      try text(isVerbose: true, data) == """
        BAM ring: 1 descriptor, 0 of them commands; 1 data byte in 1 run
        no command elements

         Slot  Address      Size  Flags
            0  0x00000000      1  EOT

        """)
    #expect(try text(isVerbose: false, BAMImage(elementsAddress: 0)).contains("0 descriptors"))
  }

  @Test func document() throws {
    var text = ""
    try BAMExample.image.writeDocument { text += $0 }
    try expectGolden(text, "dma/encode/bam.json")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(document.keys) == ["schema", "kind", "descriptors", "elementsAddress", "elements"])
    let descriptors = try #require(document["descriptors"] as? [[String: Any]])
    // What is written is what is read.
    let ring = try descriptors.map { descriptor in
      let digits = try #require(descriptor["bytes"] as? String)
      let read = try #require(BAMDescriptor(bytes: Self.bytes(digits)))
      #expect(read.address == descriptor["address"] as? UInt32)
      #expect(read.size == descriptor["size"] as? UInt16)
      #expect(read.flags.names == descriptor["flags"] as? [String])
      return read
    }
    #expect(ring == BAMExample.image.descriptors)
    #expect(Self.bytes(try #require(document["elements"] as? String)) == BAMExample.image.elements)
    var empty = ""
    try BAMImage(elementsAddress: 16).writeDocument { empty += $0 }
    #expect(empty.contains("\"descriptors\": []") && empty.hasSuffix("}\n"))
  }

  private static func bytes(_ digits: String) -> [UInt8] {
    let digits = Array(digits)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }

  // MARK: What dma diff says

  @Test func differences() {
    let image = BAMExample.image
    let ring = image.ringBytes
    #expect(ring.count == 7 * 8)
    func difference(_ bytes: [UInt8], inElements: Bool = false) -> String {
      let (sentence, isEqual) = image.difference(bytes, inElements: inElements)
      #expect(isEqual == sentence.hasPrefix("no difference: "))
      return sentence
    }
    #expect(difference(ring) == "no difference: 7 descriptors")
    #expect(
      difference(ring + [UInt8](repeating: 0, count: 16)) == "no difference: 7 descriptors, and 2 unused")
    #expect(difference(image.elements, inElements: true) == "no difference: 15 elements")
    var other = ring
    other[4 * 8 + 7] &= 0xEF
    #expect(
      difference(other)
        == "descriptor 4: flags are INT EOT, should be INT EOT NWD: NWD is missing: complete when consumed, not when done"
    )
    #expect(difference(Array(ring.dropLast(9))) == "descriptor 5: the dump ends after 7 of its 8 bytes")
    #expect(difference(Array(ring.dropLast(8))).contains("the dump ends before it; 1 descriptor is missing"))
    #expect(difference(ring + ring).contains("7 descriptors are too many"))
    #expect(difference(ring, inElements: true).hasPrefix("element 0, a write of scratchpad: command is 142"))
  }

  /// A part that the DMA has not is wrong usage.
  @Test func parts() throws {
    func usage(_ arguments: String...) throws -> String {
      let run = try Simctl(["dma"] + arguments, directory: Self.root)
      #expect(run.exitCode == 64 && run.stdout.isEmpty, "\(arguments)")
      return run.stderr
    }
    let hda = ["docs/scenarios/dma-hda.json5", "--transfer", "back"]
    let amd = ["docs/scenarios/interface-amd.json5", "--transfer", "coefficients"]
    #expect(
      try usage("encode", hda[0], hda[1], hda[2], "--buffer", "ring")
        .contains("--buffer ring goes with a BAM; Intel's has tx and rx"))
    #expect(
      try usage("encode", amd[0], amd[1], amd[2], "--buffer", "elements")
        .contains("--buffer elements goes with a BAM; AMD's has descriptors"))
    #expect(
      try usage("diff", amd[0], amd[1], amd[2], "--direction", "rx", "docs/dumps/bam-ring.txt")
        .contains("--direction rx goes with Intel's DMA; AMD's has descriptors"))
    #expect(
      try usage("diff", hda[0], hda[1], hda[2], "--buffer", "elements", "docs/dumps/bam-ring.txt")
        .contains("--buffer elements goes with a BAM"))
  }
}
