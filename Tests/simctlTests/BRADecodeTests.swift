import Testing

/// Protocol reference sections 11.1 and 16.5.
@Suite struct BRADecodeTests {
  private static func call(_ name: String, _ arguments: String..., input: String = "") -> GoldenCall {
    var call = GoldenCall("decode/" + name, input: input)
    call.arguments = ["bra", "decode"] + arguments
    return call
  }

  @Test(arguments: [
    call(
      "spec-write", "CA 03 12 34 56 78 19", "08", "ED D1 EA D9", "08"),
    call("spec-write-json", "--format", "json", "CA03123456781908EDD1EAD908"),
    call("spec-busy-in-a-frame", "C4 04 44 00 00 00 E6", "28", "0000000000000000"),
    call("without-responses", "CA031234567819EDD1EAD9"),
    call("read-request", "D8084401000086"),
    call("not-accepted", "CA03123456781908EDD1EAD928"),
    call("deferred", "CA03123456781900EDD1EAD900"),
    call("idle", "18084401001073 00"),
    call("released", "0000000000000000"),
    call("empty-block", "C4004400000054 08 FF 08"),
    call(
      "stdin", "-",
      input: "0xCA,0x03\r\n12:34:56:78\n19-08 ed d1 ea\td9_08\n"),
  ])
  func sound(call: GoldenCall) throws { try call.check() }

  @Test(arguments: [
    call("damaged/header-crc", "CA03123456781808EDD1EAD908"),
    call("damaged/header-crc-json", "--format", "json", "CA03123456781808EDD1EAD908"),
    call("damaged/data-crc", "CA03123456781908EDD1EBD908"),
    call("damaged/data-crc-without-responses", "CA031234567819EDD1EBD9"),
    call("damaged/everything", "--responses", "present", "CA031234567818 48 EDD1EB D9 88 01"),
    call("damaged/truncated", "CA03123456781908EDD1"),
    call("damaged/truncated-json", "--format", "json", "CA03123456781908EDD1"),
    call("damaged/truncated-by-one", "CA03123456781908EDD1EAD9"),
    call("damaged/truncated-header", "CA 03 12"),
    call("damaged/truncated-header-json", "--format", "json", "CA 03 12"),
    call("damaged/truncated-write", "DA0844010000AE"),
    call("damaged/reserved-type", "4A0312345678 71 00"),
    call("damaged/nak", "C40444000000E610"),
    call("damaged/nak-and-ack", "C40444000000E618"),
    call("damaged/footer-nak", "CA03123456781908EDD1EAD910"),
    call("damaged/footer-nak-and-ack", "CA03123456781908EDD1EAD918"),
    call("damaged/reserved-bits", "CA03123456781988EDD1EAD948"),
    call("damaged/idle-answered", "18084401001073 08"),
    call("damaged/trailing", "CA03123456781908EDD1EAD908 00 00 01"),
    call("damaged/forced-present", "--responses", "present", "CA031234567819EDD1EAD9"),
    call("damaged/forced-absent", "--responses=absent", "CA03123456781908EDD1EAD908"),
  ])
  func damaged(call: GoldenCall) throws { try call.check() }

  @Test(arguments: [
    call("errors/not-hexadecimal", "CA031234567819O8"),
    call("errors/odd-digits", "CA0312345678190"),
    call("errors/no-bytes", " , "),
    call("errors/empty", ""),
    call("errors/empty-stdin", "-"),
    call("errors/stdin-and-more", "-", "00"),
    call("errors/control-characters", "CA\u{7}03"),
    call("errors/fullwidth-digits", "\u{FF11}\u{FF12}"),
  ])
  func error(call: GoldenCall) throws { try call.check() }

  /// Input that is too long is no block.
  @Test func stdinIsBounded() throws {
    let run = try Simctl(["bra", "decode", "-"], input: String(repeating: "0", count: 1 << 20 + 1))
    #expect(run.exitCode == 65)
    #expect(run.stderr == "simctl: error: standard input is longer than 1048576 bytes\n")
  }

  /// Any bytes at all end in an explanation, never in a crash.
  @Test func anyBytes() throws {
    var state: UInt64 = 1
    for _ in 0..<60 {
      let digits = (0..<Int(state >> 40 & 63)).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let byte = String(state >> 56, radix: 16)
        return byte.count < 2 ? "0" + byte : byte
      }
      state &+= 0x9E37_79B9_7F4A_7C15
      let run = try Simctl(["bra", "decode", digits.joined(separator: " ")])
      #expect([0, 64, 65].contains(run.exitCode), "\(digits)")
      #expect(digits.isEmpty || !run.stdout.isEmpty, "\(digits)")
    }
  }
}
