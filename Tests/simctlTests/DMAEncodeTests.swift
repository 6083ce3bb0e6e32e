import Foundation
import Testing

/// What a driver puts into memory, printed and compared, against vectors of another program (host reference 2.5 and 7).
@Suite struct DMAEncodeTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func vector(_ index: Int) throws -> (input: [String: Any], output: [String: Any]) {
    let file = root.appending(path: "Tests/FrameSimTests/Fixtures/dma_plan_example.json")
    let all = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    let vector = try #require((all?["vectors"] as? [[String: Any]])?[index])
    return (
      try #require(vector["input"] as? [String: Any]), try #require(vector["output"] as? [String: Any])
    )
  }

  /// A scenario with the transfer of a vector; what a read brings was written before over Column 0.
  private static func scenario(_ input: [String: Any], host: String = "{}") throws -> String {
    let columns = try #require(input["columns"] as? Int)
    let sections = try #require(input["sections"] as? [[String: Any]])
    let isWrite = input["op"] as? String == "write"
    let list = sections.map { section in
      let content =
        isWrite
        ? "data: { hex: '\(section["data"] as? String ?? "")' }" : "bytes: \(section["bytes"] as? Int ?? 0)"
      return "{ address: \(section["address"] as? String ?? ""), \(content) }"
    }.joined(separator: ", ")
    return """
      { format: "simctl-scenario/1", bus: { clockHz: \(24000 * 50 * columns), rows: 50, columns: \(columns) },
        peripherals: [{ device: 6, dp0: {}, memory: [{ address: 0x2000, bytes: 0x1000 }, { address: 0x44000000, bytes: 0x20000 }] }],
        host: \(host), policy: { minBytes: 512 },
        transfers: [
          { name: "before", via: "column0", op: "write", device: 6, address: 0x44010000, data: { pattern: "counter", bytes: 20 } },
          { name: "it", via: "bra", op: "\(isWrite ? "write" : "read")", device: 6, sections: [\(list)] },
        ],
        expect: [{ transfer: "it", status: "failed" }] }
      """
  }

  private static let numbers = [
    "dataPerFrame", "numFrames", "fakeFrames", "txDMABandwidth", "rxDMABandwidth", "txAlignment",
    "rxAlignment",
    "pdi0BytesBeforePadding", "pdi1BytesBeforePadding", "txPad", "rxPad", "pdi0BufferBytes",
    "pdi1BufferBytes",
  ]

  /// Every number and both buffers; what comes back is what a good Peripheral of the vector answers.
  @Test(arguments: 0..<3, ["{}", "{ dma: { kind: 'hda' } }"])
  func documentsAreThoseOfTheVectors(index: Int, host: String) throws {
    let (input, output) = try Self.vector(index)
    let run = try Simctl(
      ["dma", "encode", "--format", "json", "--transfer", "it", "-"],
      input: Self.scenario(input, host: host))
    #expect(run.exitCode == 0 && run.stderr.isEmpty, "\(run.stderr)")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "simctl-dma/1" && document["kind"] as? String == "hda")
    for key in Self.numbers {
      #expect(document[key] as? Int == output[key] as? Int, "\(key)")
    }
    #expect(document["txBuffer"] as? String == output["txBuffer"] as? String)
    let good = try #require((output["rx"] as? [[String: Any]])?.first?["rxBuffer"] as? String)
    let back = try #require(document["rxBuffer"] as? String)
    #expect(back.hasPrefix(good))
    #expect(back.count == 2 * (output["pdi1BufferBytes"] as? Int ?? 0))
  }

  /// Binary and words say the same, and dma decode finds nothing wrong with either.
  @Test(arguments: ["tx", "rx"])
  func formsSayTheSame(buffer: String) throws {
    let folder = try TemporaryFolder()
    let scenario = "docs/scenarios/dma-hda.json5"
    let binary = folder.url.appending(path: "b.bin").path()
    let words = folder.url.appending(path: "w.txt").path()
    func simctl(_ arguments: String...) throws -> Simctl { try Simctl(arguments, directory: Self.root) }
    #expect(
      try simctl(
        "dma", "encode", scenario, "--transfer", "back", "--format", "bin", "--buffer", buffer, "-o", binary
      ).exitCode == 0)
    #expect(
      try simctl("dma", "encode", scenario, "--transfer=back", "--buffer", buffer, "-o", words).exitCode == 0)
    for file in [binary, words] {
      let decoded = try simctl("dma", "decode", "--kind", "hda", "--direction", buffer, file)
      #expect(decoded.exitCode == 0, "\(decoded.stderr)")
      let difference = try simctl(
        "dma", "diff", scenario, "--transfer", "back", "--direction", buffer, file)
      #expect(difference.exitCode == 0 && difference.stdout.hasPrefix("no difference: "))
    }
    // One bit changed in a word: found with its place.
    var bytes = try Data(contentsOf: URL(fileURLWithPath: binary))
    bytes[4] ^= 1
    try bytes.write(to: URL(fileURLWithPath: binary))
    let found = try simctl("dma", "diff", scenario, "--transfer", "back", "--direction", buffer, binary)
    #expect(
      found.exitCode == 1 && found.stdout.contains("frame 0 of section 0, its word 1"), "\(found.stdout)")
  }

  /// A buffer that is sent several times is the same each time, and so is what comes back.
  @Test func messages() throws {
    func message(_ number: Int) throws -> Simctl {
      try Simctl(
        [
          "dma", "encode", "docs/scenarios/interface-v1.json5", "--transfer", "four sends", "--message",
          "\(number)", "--verbose",
        ], directory: Self.root)
    }
    let (first, last) = (try message(1), try message(4))
    #expect(first.exitCode == 0 && first.stdout.hasPrefix("message 1 of 4\n"))
    #expect(last.stdout == first.stdout.replacing("message 1 of 4", with: "message 4 of 4"))
    #expect(last.stdout.contains("81000008 40000008 82000008"))
    #expect(try message(5).exitCode == 64)
  }

  /// What driver authors get wrong, in words.
  @Test func mistakesAreNamed() throws {
    let (input, output) = try Self.vector(2)
    let right = try #require(output["txBuffer"] as? String)
    let scenario = try Self.scenario(input)
    let folder = try TemporaryFolder()
    try Data(scenario.utf8).write(to: folder.url.appending(path: "s.json5"))
    func diff(_ digits: String) throws -> String {
      try Simctl(
        ["dma", "diff", "s.json5", "-", "--transfer", "it", "--direction", "tx", "--input", "bytes"],
        input: stride(from: 0, to: digits.count, by: 2).map { place in
          String(Array(digits)[place..<place + 2])
        }.joined(separator: " "), directory: folder.url
      ).stdout
    }
    #expect(try diff(right).hasPrefix("no difference"))
    // The third frame begins the second section; its counter begins anew.
    let section = right.replacingOccurrences(of: "da210083", with: "da210081")
    #expect(try diff(section).contains("the packet counter starts again with the section"))
    #expect(try diff(String(right.dropLast(176))).contains("not padded"))
    let address = right.replacingOccurrences(of: "21008344000000", with: "21008345000000")
    #expect(try diff(address).contains("frame 2 of section 1, its word 1: RegAddr"))
  }

  /// What came back, damaged in every way of the vectors: the driver's verdict is that of its own check.
  @Test(arguments: 0..<2)
  func theDriversVerdict(index: Int) throws {
    let (input, output) = try Self.vector(index)
    let folder = try TemporaryFolder()
    try Data(Self.scenario(input).utf8).write(to: folder.url.appending(path: "s.json5"))
    let responses = try #require(output["rx"] as? [[String: Any]])
    for response in responses.dropFirst() {
      let what = try #require(response["what"] as? String)
      let digits = Array(try #require(response["rxBuffer"] as? String))
      let dump = stride(from: 0, to: digits.count, by: 2).map { String(digits[$0..<$0 + 2]) }
        .joined(separator: " ")
      func simctl(_ arguments: String...) throws -> Simctl {
        try Simctl(
          ["dma"] + arguments + ["--direction", "rx", "--input", "bytes"], input: dump,
          directory: folder.url)
      }
      let difference = try simctl("diff", "s.json5", "-", "--transfer", "it")
      let decoded = try simctl("decode", "--kind", "hda", "--format", "json", "-")
      let document = try JSONSerialization.jsonObject(with: Data(decoded.stdout.utf8)) as? [String: Any]
      let frames = try #require(document?["frames"] as? [[String: Any]])
      let first = frames.lazy.compactMap { $0["errno"] as? String }.first
      switch response["checkReturn"] as? Int {
      case 0:
        #expect(difference.stdout.contains("the driver finds nothing wrong with it"), "\(what)")
        #expect(first == nil, "\(what)")
      case let code:
        let errno = code == -61 ? "ENODATA" : "EIO"
        #expect(difference.stdout.contains("the driver gives \(errno) at frame"), "\(what)")
        #expect(first == errno, "\(what)")
      }
    }
  }

  @Test func refusals() throws {
    let (input, _) = try Self.vector(0)
    let busy = try Simctl(
      ["dma", "encode", "-", "--transfer", "it"], input: Self.scenario(input, host: "{ otherStreams: 2 }"))
    #expect(busy.exitCode == 1 && busy.stdout.isEmpty && busy.stderr.contains("EBUSY"))
    let far = try Simctl(
      ["dma", "encode", "--transfer", "too long", "docs/scenarios/interface-v1.json5"], directory: Self.root)
    #expect(far.exitCode == 1 && far.stderr.contains("EINVAL"))
    let thin = try Simctl(
      ["dma", "encode", "-", "--transfer", "it"],
      input: Self.scenario(input).replacing("columns: 4", with: "columns: 2"))
    #expect(thin.exitCode == 1 && thin.stderr.contains("EINVAL"))
    func usage(_ arguments: String...) throws -> String {
      let run = try Simctl(arguments, directory: Self.root)
      #expect(run.exitCode == 64 && run.stdout.isEmpty, "\(arguments)")
      return run.stderr
    }
    let hda = "docs/scenarios/dma-hda.json5"
    #expect(try usage("dma", "encode", hda).contains("--transfer NAME is missing"))
    #expect(try usage("dma", "encode", hda, "--transfer", "bakc").contains("did you mean \"back\""))
    #expect(
      try usage("dma", "encode", "docs/scenarios/read-back.json5", "--transfer", "back-column0")
        .contains("goes over Column 0"))
    #expect(try usage("dma", "encode", hda, "--transfer", "back", "--message", "2").contains("1 message"))
    #expect(
      try usage("dma", "encode", hda, "--transfer", "back", "--format", "json", "--buffer", "rx")
        .contains("--buffer goes with"))
    #expect(
      try usage(
        "dma", "encode", "docs/scenarios/interface-amd.json5", "--transfer", "coefficients", "--buffer", "tx"
      )
      .contains("AMD's has descriptors"))
    #expect(try usage("dma", "diff", hda).contains("FILE is missing"))
    #expect(try usage("dma", "diff").contains("SCENARIO is missing"))
    #expect(try usage("dma", "diff", "-", "-").contains("read once"))
  }

  /// Transfers that run together, and one of which nothing goes over BRA.
  @Test func transfersBesideEachOther() throws {
    let scenario = """
      { format: "simctl-scenario/1", bus: { clockHz: 4800000, rows: 50, columns: 4 },
        peripherals: [{ device: 6, dp0: {}, memory: [{ address: 0x2000, bytes: 0x1000 }] }],
        policy: { minBytes: 16, rest: "column0" },
        transfers: [
          { name: "lead", via: "bra", op: "read", device: 6, address: 0x2000, bytes: 100 },
          { name: "second", via: "bra", op: "read", device: 6, address: 0x2000, bytes: 20, during: "lead" },
          { name: "side", via: "column0", op: "read", device: 6, address: 0x2000, bytes: 10, during: "lead" },
          { name: "tiny", via: "bra", op: "read", device: 6, address: 0x2000, bytes: 9 },
        ] }
      """
    func encode(_ name: String) throws -> Simctl {
      try Simctl(["dma", "encode", "-", "--transfer", name], input: scenario)
    }
    let lead = try encode("lead")
    #expect(lead.exitCode == 0 && lead.stdout.hasPrefix("read of 100 bytes"), "\(lead.stderr)")
    let second = try encode("second")
    #expect(second.exitCode == 1 && second.stderr.contains("EAGAIN"))
    let tiny = try encode("tiny")
    #expect(tiny.exitCode == 65 && tiny.stderr.contains("nothing of \"tiny\" goes over BRA"))
  }

  /// AMD's registers, as words and as a difference.
  @Test func descriptors() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "d.bin")
    let scenario = "docs/scenarios/interface-amd.json5"
    func simctl(_ arguments: String...) throws -> Simctl { try Simctl(arguments, directory: Self.root) }
    let made = try simctl(
      "dma", "encode", scenario, "--transfer", "coefficients", "--format", "bin", "-o", file.path())
    #expect(made.exitCode == 0)
    var bytes = try Data(contentsOf: file)
    #expect(bytes.count == 2 * 32)
    #expect(try simctl("dma", "diff", scenario, file.path(), "--transfer", "coefficients").exitCode == 0)
    bytes[32 + 4] = 1
    try bytes.write(to: file)
    let found = try simctl("dma", "diff", scenario, file.path(), "--transfer", "coefficients")
    #expect(found.exitCode == 1)
    #expect(
      found.stdout == "descriptor 1, SampleInterval: is 0x00000001, should be 0x00000009\n", "\(found.stdout)"
    )
    let text = try simctl("dma", "encode", scenario, "--transfer", "coefficients")
    #expect(text.stdout.contains("descriptor 2 of 2: write of 400 bytes at 0x00003800, 10 frames of 40"))
  }
}
