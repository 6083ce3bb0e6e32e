import Foundation
import Testing

/// `dma encode` of an offload: its words, and what they say (host reference 6.2).
@Suite struct OffloadMemoryTests {
  private static let scenario = """
    { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
      peripherals: [{ device: 1, dp0: {}, memory: [{ address: 0x2000, bytes: 0x2000 }] }],
      host: { offload: { name: "engine", dataWords: 32 } },
      transfers: [
        { call: "get", device: 1, capabilities: ["staticTx", "rxStream"] },
        { name: "bulk", via: "bra", op: "write", device: 1, address: 0x2000, data: { hex: "01" } },
        { name: "load", call: "optimize", message: [
          { via: "bra", op: "write", device: 1, address: 0x2001, data: { hex: "A1 B2 C3 D4 E5 F6 07 18 29 3A" } },
          { via: "column0", op: "write", device: 1, address: 0x3000, data: { hex: "5A" } },
          { via: "column0", op: "read", device: 1, address: 0x2000, bytes: 3 },
          { sleepFrames: 300 },
        ] },
        { name: "twice", call: "optimize", message: [{ via: "column0", op: "read", device: 1, address: 0x40, bytes: 1 }] },
      ],
      expect: [{ transfer: "twice", error: "EBUSY" }] }
    """

  private func encode(_ arguments: String...) throws -> Simctl {
    try Simctl(["dma", "encode"] + arguments + ["-"], input: Self.scenario)
  }

  /// Worked out by hand: ten bytes are two blocks, of 8 and 2, each with six bytes of header, first byte in bits 7:0.
  @Test func wordsAreThoseWorkedOutByHand() throws {
    let run = try encode("--format", "json", "--transfer", "load")
    #expect(run.exitCode == 0 && run.stderr.isEmpty, "\(run.stderr)")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "simctl-dma/1" && document["kind"] as? String == "offload")
    let instructions = try #require(document["instructions"] as? [[String: Any]])
    #expect(
      instructions.compactMap { $0["word"] as? String } == ["6101", "5100", "5202", "31ff", "312b", "3000"])
    // Headers: active 11, device 0001, write 1, bit 8 of the count 0: 0xC6; count; address, high byte first.
    let first = "c60800002001" + "a1b2c3d4e5f60718" + "0000"
    let second = "c60200002009" + "293a"
    // 0x3 device 1 register 0x3000 value 0x5A, and 0x2 device 1 register 0x2000, low byte first.
    let commands = "5a003031" + "00002021"
    #expect(document["data"] as? String == first + second + commands)
    #expect(document["instructionWords"] as? Int == 16 && document["dataWords"] as? Int == 32)
  }

  @Test("the name of the offload means its first message, and the text says what each word is")
  func text() throws {
    let named = try encode("--transfer", "engine")
    #expect(named.exitCode == 0)
    #expect(named.stdout == (try encode("--transfer", "load").stdout))
    for line in [
      "\"engine\": 6 of 16 instructions, 8 of 32 data words", "0000: 6101  block: 2 writes, data in memory",
      "            words 0 to 3: write of 8 bytes, device 1, address 0x00002001",
      "            word 6: write of 0x5a to device 1, register 0x3000", "0005: 3000  sync 0",
      "0000: 000008C6 B2A10120 F6E5D4C3 00001807",
    ] {
      #expect(named.stdout.contains(line + "\n"), "\(line)")
    }
    for line in named.stdout.split(separator: "\n") { #expect(line.count <= 80) }
  }

  @Test func binaryIsTheMemory() throws {
    let file = try TemporaryFolder()
    let path = file.url.appending(path: "out.bin").path()
    #expect(try encode("--transfer", "load", "--format", "bin", "-o", path).exitCode == 0)
    #expect(
      try [UInt8](Data(contentsOf: URL(filePath: path)))
        == [0x01, 0x61, 0x00, 0x51, 0x02, 0x52, 0xFF, 0x31, 0x2B, 0x31, 0x00, 0x30])
    #expect(
      try encode("--transfer", "load", "--format", "bin", "--buffer", "data", "-o", path).exitCode == 0)
    #expect(try Data(contentsOf: URL(filePath: path)).count == 32)
  }

  @Test func whatCannotBeShownIsRefused() throws {
    let refused = try encode("--transfer", "twice")
    #expect(refused.exitCode == 1)
    #expect(refused.stderr.contains("\"twice\": EBUSY: another message is optimised already"))
    #expect(refused.stdout.isEmpty)
    #expect(try encode("--transfer", "load", "--buffer", "tx").exitCode == 64)
    #expect(try encode("--transfer", "load", "--message", "2").exitCode == 64)
    let call = try encode("--transfer", "transfer1")
    #expect(call.exitCode == 64)
    #expect(call.stderr.contains("\"transfer1\" is a call to an offload"))
    // A transfer of the same file is still one.
    #expect(try encode("--transfer", "bulk").stdout.contains("PDI0"))
  }
}
