import Foundation
import Testing

/// Host reference 2.5 and 1.8: what a dump says, and dumps as other programs print them.
@Suite struct DMADecodeTests {
  private static let dumps = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/dma/dumps")

  private static func call(_ name: String, _ arguments: String..., input: String = "") -> GoldenCall {
    var call = GoldenCall("dma/decode/" + name, input: input)
    call.arguments = ["dma", "decode"] + arguments
    return call
  }

  /// Words of host reference 7, and damage of them.
  private static let vectorA = "810003CA 00003412 00007856 00000019 0000D1ED 000000EA 400000D9\n"
  private static let vectorC =
    "810008D8 00000144 00000000 40000086 820008D8 00000144 00000800 40000074\n"
    + "830004D8 00000144 00001000 400000B4 84000818 00000144 00001000 40000073\n"
    + "85000818 00000144 00001000 40000073 00000000 00000000 00000000 00000000\n"
  private static let responses =
    "81000008 40000008 82000028 40000008 83000000 40000000 84000008 40000028 85000010 40000000\n"
  /// 600 bytes for device 3 at 50x10, write (host reference 1.8), with a page.
  private static let amd = "0031441c 9 19 0 8 44010000 04000000 258".split(separator: " ")
    .map { "0x" + $0 }.joined(separator: ", ")

  @Test(arguments: [
    call("write", "--kind", "hda", "-", input: vectorA),
    call("write-json", "--kind", "hda", "--format", "json", "-", input: vectorA),
    call("read-fake", "--kind", "hda", "-", input: vectorC),
    call("read-fake-verbose", "--kind=hda", "-v", "-", input: vectorC),
    call("read-fake-json", "--kind", "hda", "--format", "json", "-", input: vectorC),
    call("read-response", "--kind", "hda", "-", input: "81000008 000000EA 0000009D 40000008"),
    call("amd", "--kind", "amd", "-", input: amd),
    call("amd-json", "--kind", "amd", "--format", "json", "-", input: amd + ", 0x12345000, 0x80000001"),
    call("amd-pages", "--kind", "amd", "-", input: amd + ", 0x12345000, 0x80000001"),
    call("padding-only", "--kind", "hda", "-", input: "00000000 00000000\n"),
  ])
  func golden(call: GoldenCall) throws { try call.check() }

  @Test(arguments: [
    call("damaged/responses", "--kind", "hda", "-", input: responses),
    call("damaged/responses-json", "--kind", "hda", "--format", "json", "-", input: responses),
    call("damaged/forced", "--kind", "hda", "--direction", "rx", "-", input: vectorA),
    call(
      "damaged/marks", "--kind", "hda", "-",
      input: vectorA.replacing("81", with: "01").replacing("4000", with: "0000")),
    call("damaged/counter", "--kind", "hda", "-", input: vectorC.replacing("82", with: "83")),
    call(
      "damaged/crcs", "--kind", "hda", "-",
      input: vectorA.replacing("19", with: "91").replacing("D9", with: "9D")),
    call(
      "damaged/length", "--kind", "hda", "-",
      input: vectorA.replacing("8100", with: "8100").replacing("03CA", with: "07CA")),
    call("damaged/cut-short", "--kind", "hda", "-", input: "810003CA 00003412\n"),
    call("damaged/no-whole-word", "--kind", "hda", "-", input: "ca 03 00 81 12 34"),
    call("damaged/many", "--kind", "hda", "-", input: String(repeating: "C1000000 ", count: 30)),
    call(
      "damaged/amd", "--kind", "amd", "-",
      input: "0x0f000001 0x10000 0x12391 1 1 1 1 1".split(separator: " ").map {
        $0.hasPrefix("0x") ? String($0) : "0x" + $0
      }.joined(separator: " ")),
    call("damaged/amd-json", "--kind", "amd", "--format", "json", "-", input: amd + " 0x12345001 0x1"),
    call(
      "damaged/xxd-g4-taken-for-words", "--kind", "hda", "-",
      input: "ca030081 12340000 56780000 19000000 edd10000 ea000000 d9000040\n"),
  ])
  func damaged(call: GoldenCall) throws { try call.check() }

  @Test(arguments: [
    call("errors/no-kind", "-", input: vectorA),
    call("errors/unknown-kind", "--kind", "pl330", "-", input: vectorA),
    call("errors/direction-of-amd", "--kind", "amd", "--direction", "tx", "-", input: amd),
    call("errors/missing-file", "--kind", "hda", "nowhere.txt"),
    call("errors/directory", "--kind", "hda", "/"),
    call("errors/empty", "--kind", "hda", "-"),
    call("errors/blank", "--kind", "hda", "-", input: " \n\t\r\n"),
    call("errors/no-digits", "--kind", "hda", "-", input: "810003CA\nhello world\n"),
    call("errors/digit-lost", "--kind", "hda", "-", input: "810003CA 00003412\n00007856 0000019\n"),
    call("errors/too-long-word", "--kind", "hda", "-", input: "0x810003CA12345678A 0x0\n"),
    call("errors/odd-bytes", "--kind", "hda", "-", input: "ca 03 0 81\n"),
    call(
      "errors/lines-missing", "--kind", "hda", "-", input: "00000000: ca 03 00 81\n00000008: 12 34 00 00\n"),
    call("errors/asterisk-open", "--kind", "hda", "-", input: "00000000  ca 03 00 81  |....|\n*\n"),
    call(
      "errors/asterisk-uneven", "--kind", "hda", "-", input: "00000000  ca 03 00 81  |....|\n*\n00000006\n"),
    call("errors/asterisk-huge", "--kind", "hda", "-", input: "00000000  ca 03 00 81  |....|\n*\nf0000000\n"),
    call("errors/four-digits", "--kind", "hda", "-", input: "ca03 0081 1234 0000\n"),
    call(
      "errors/log-line", "--kind", "hda", "-",
      input: "[ 1.0] tx: 810003CA 00003412\n[ 1.1] usb 1-1: new device\n"),
    call("errors/binary-as-words", "--kind", "hda", "--input", "words", "-", input: "810003CA \u{1}\n"),
    call("errors/amd-short", "--kind", "amd", "-", input: "0031441C 00000009\n"),
  ])
  func error(call: GoldenCall) throws { try call.check() }

  // MARK: Dumps of other programs

  /// One buffer, as `gdb`, `hexdump`, `xxd`, `od`, U-Boot and kernels print it: all say the same, but for how it was read.
  @Test func everyDumpSaysTheSame() throws {
    func decode(_ name: String, _ more: String...) throws -> String {
      let file = Self.dumps.appending(path: name).path()
      let run = try Simctl(["dma", "decode", "--kind", "hda", "-v", file] + more)
      #expect(run.exitCode == 0, "\(name): \(run.stderr)")
      return run.stdout.split(separator: "\n").dropFirst().joined(separator: "\n")
    }
    let expected = try decode("w20.bin")
    #expect(expected.contains("write 4 at 0x44010010, device 6"))
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.dumps.path()).filter {
      $0.hasSuffix(".txt")
    }
    #expect(names.count >= 24)
    for name in names {
      // Bytes in groups of four cannot be told from words.
      let more = name == "xxd-g4.txt" ? ["--input", "bytes"] : []
      let said = try more.isEmpty ? decode(name) : decode(name, more[0], more[1])
      #expect(said == expected, "\(name)")
    }
    #expect(try decode("w20.bin", "--input", "bin") == expected)
    #expect(try decode("hexdump.txt", "--input", "halves") == expected)
    #expect(try decode("xxd-g1.txt", "--input", "bytes") == expected)
    #expect(try decode("gdb-48wx.txt", "--input", "words") == expected)
  }

  /// The buffers of the fixture: all directions and operations, found out and told.
  @Test(arguments: [
    ("w20.bin", "tx", 3), ("r20.bin", "tx", 5), ("r20rx.bin", "rx", 3), ("s3.bin", "tx", 4),
    ("s3rx.bin", "rx", 4),
  ])
  func directions(name: String, direction: String, frames: Int) throws {
    let file = Self.dumps.appending(path: name).path()
    for more in [[], ["--direction", direction]] {
      let run = try Simctl(["dma", "decode", "--kind", "hda", "--format", "json", file] + more)
      #expect(run.exitCode == 0)
      #expect(run.stdout.contains("\"direction\": \"\(direction)\""))
      #expect(run.stdout.contains("\"directionAssumed\": \(more.isEmpty)"))
      #expect(run.stdout.contains("\"frameCount\": \(frames),"))
      // Written piece by piece, it is what JSON is elsewhere in the tool: each key on a line of its own.
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(run.stdout.utf8)) as? [String: Any])
      #expect((object["frames"] as? [Any])?.count == frames)
    }
  }

  /// Standard input may be binary, too.
  @Test func binaryInput() throws {
    let file = Self.dumps.appending(path: "w20.bin").path()
    let run = try Simctl(script: "\"$SIMCTL\" dma decode --kind hda - < '\(file)'")
    #expect(run.exitCode == 0)
    #expect(run.stdout.hasPrefix("Cadence transmit buffer (PDI0), as it looks: 192 bytes, read as binary\n"))
  }

  @Test func outputIsNoInput() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "d.txt")
    try Data(Self.vectorA.utf8).write(to: file)
    let run = try Simctl(["dma", "decode", "--kind", "hda", "d.txt", "-o", "d.txt"], directory: folder.url)
    #expect(run.exitCode == 64)
    let good = try Simctl(["dma", "decode", "--kind", "hda", "d.txt", "-o", "out"], directory: folder.url)
    #expect(good.exitCode == 0)
    #expect(folder.names == ["d.txt", "out"])
  }

  /// A long buffer takes neither long nor much memory, and says of many faults the first ones.
  @Test func longBuffer() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "d.bin")
    // Starts without ends.
    try Data([UInt8](repeating: 0x81, count: 1 << 18)).write(to: file)
    let run = try Simctl(["dma", "decode", "--kind", "hda", "d.bin", "-o", "out"], directory: folder.url)
    #expect(run.exitCode == 65)
    #expect(run.stderr.split(separator: "\n").count == 21)
    #expect(run.stderr.contains("more"))
  }

  /// Any text and any bytes end in an explanation or an error with its line, never in a crash.
  @Test func anyInput() throws {
    let folder = try TemporaryFolder()
    var state: UInt64 = 7
    func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    let pieces = [
      "810003CA", "0x", " ", "  ", "\n", "ca", "03", ":", ": ", "*\n", "00000000", "|..|", ",", "g", "0x8",
      "\t", "\r\n",
      "<pdi0+16>", "[ 1.0] ", "ffffffffffffffff", "\u{0}", "é", "00000010  ",
    ]
    for round in 0..<60 {
      let text = (0..<next(40)).map { _ in pieces[next(pieces.count)] }.joined()
      try Data(text.utf8).write(to: folder.url.appending(path: "d"))
      let kind = ["hda", "amd", "bam", "bam-elements"][next(4)]
      let run = try Simctl(["dma", "decode", "--kind", kind, "d"], directory: folder.url)
      #expect([0, 65].contains(run.exitCode), "\(round): \(text.debugDescription)")
      #expect(run.exitCode == 0 || !run.stderr.isEmpty, "\(round)")
    }
  }
}
