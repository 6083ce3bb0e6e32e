import Foundation
import Testing

/// Protocol reference sections 11.1 and 16.5.
@Suite struct BRAEncodeTests {
  private static func call(_ name: String, _ arguments: String...) -> GoldenCall {
    var call = GoldenCall("encode/" + name)
    call.arguments = ["bra", "encode"] + arguments
    return call
  }

  @Test(arguments: [
    call("spec-write", "--device", "2", "--address", "0x12345678", "--write", "EDD1EA"),
    call("spec-write-json", "--device=2", "--address=0x12345678", "--write=EDD1EA", "--format=json"),
    call("spec-read", "--device", "1", "--address", "0x44000000", "--read", "4", "--data", "DE AD BE EF"),
    call("spec-busy", "--device", "1", "--address", "0x44000000", "--read", "4", "--not-ready"),
    call(
      "spec-busy-json", "--device", "1", "--address", "0x44000000", "--read", "4", "--not-ready",
      "--format=json"),
    call(
      "damaged-elsewhere", "--device", "1", "--address", "0x44000000", "--read", "4", "--response", "0x18"),
    call(
      "transmit-buffer", "--device", "2", "--address", "305419896", "--write", "EDD1EA", "--responses",
      "absent"),
    call(
      "read-request", "--device", "6", "--address", "0x44010000", "--read", "8", "--response", "ignored",
      "--responses", "absent"),
    call("linux-idle", "--device", "6", "--address", "0x44010010", "--read", "8", "--type", "idle"),
    call("reserved-type", "--device", "6", "--address", "0", "--read", "0", "--type", "reserved2"),
    call("empty", "--device", "1", "--address", "0", "--write", ""),
    call("one-byte", "--device", "11", "--address", "0xFFFFFFFF", "--write", "0x8"),
    call(
      "wrapping", "--device", "15", "--address", "0xFFFFFFFE", "--write", "01 02 03 04 05 06 07 08 09",
      "--footer", "bad"),
    call("long-read", "--device", "12", "--address", "0x40000000", "--read", "40"),
    call("too-long-for-a-lane", "--device", "1", "--address", "0", "--read", "471", "--response", "ignored"),
    call(
      "deferred", "--device", "3", "--address", "0x2000", "--write", "01 02", "--response", "ignored",
      "--deferred"),
    call(
      "implementation-defined", "--device", "3", "--address", "0x2000", "--write", "01", "--footer", "0x0D"),
  ])
  func block(call: GoldenCall) throws { try call.check() }

  @Test(arguments: [
    call("errors/no-device", "--address", "0", "--read", "1"),
    call("errors/no-address", "--device", "1", "--read", "1"),
    call("errors/no-operation", "--device", "1", "--address", "0"),
    call("errors/both-operations", "--device", "1", "--address", "0", "--read", "1", "--write", "00"),
    call("errors/device", "--device", "16", "--address", "0", "--read", "1"),
    call("errors/device-negative", "--device", "-1", "--address", "0", "--read", "1"),
    call("errors/device-word", "--device", "two", "--address", "0", "--read", "1"),
    call("errors/address", "--device", "1", "--address", "0x100000000", "--read", "1"),
    call("errors/address-sign", "--device", "1", "--address", "0x-1", "--read", "1"),
    call("errors/read-too-long", "--device", "1", "--address", "0", "--read", "512"),
    call(
      "errors/write-too-long", "--device", "1", "--address", "0", "--write",
      String(repeating: "00", count: 512)),
    call("errors/not-hexadecimal", "--device", "1", "--address", "0", "--write", "ED D1 EG"),
    call("errors/odd-digits", "--device", "1", "--address", "0", "--write", "ED D1 E"),
    call("errors/no-digits", "--device", "1", "--address", "0", "--write", "0x"),
    call("errors/data-of-a-write", "--device", "1", "--address", "0", "--write", "00", "--data", "00"),
    call("errors/data-of-another-length", "--device", "1", "--address", "0", "--read", "2", "--data", "00"),
    call(
      "errors/data-without-place", "--device", "1", "--address", "0", "--read", "1", "--data", "00",
      "--not-ready"),
    call(
      "errors/footer-without-place", "--device", "1", "--address", "0", "--read", "1", "--footer", "bad",
      "--not-ready"),
    call(
      "errors/two-responses", "--device", "1", "--address", "0", "--read", "1", "--not-ready", "--response",
      "ok"),
    call("errors/response-word", "--device", "1", "--address", "0", "--read", "1", "--response", "not-redy"),
    call("errors/response-reserved", "--device", "1", "--address", "0", "--read", "1", "--response", "0x48"),
    call("errors/footer-byte", "--device", "1", "--address", "0", "--read", "1", "--footer", "256"),
    call(
      "errors/deferred-read", "--device", "1", "--address", "0", "--read", "1", "--response", "ignored",
      "--deferred"),
    call(
      "errors/idle-answered", "--device", "1", "--address", "0", "--read", "1", "--type", "idle",
      "--not-ready"),
  ])
  func error(call: GoldenCall) throws { try call.check() }

  /// The bytes of every vector, and back through `bra decode`.
  @Test func everyBlockIsDecodedAgain() throws {
    for arguments in [
      ["--device", "2", "--address", "0x12345678", "--write", "EDD1EA"],
      ["--device", "1", "--address", "0x44000000", "--read", "470"],
      ["--device", "1", "--address", "0x44000000", "--read", "470", "--responses", "absent"],
      ["--device", "9", "--address", "7", "--read", "255", "--response", "0x29", "--responses", "present"],
      ["--device", "9", "--address", "7", "--write", "", "--footer", "0x2F"],
      ["--device", "9", "--address", "7", "--write", "0808080808", "--responses", "absent"],
      ["--device", "6", "--address", "0x44010010", "--read", "8", "--type", "idle"],
    ] {
      let encoded = try Simctl(["bra", "encode", "--format", "json"] + arguments)
      let document = try #require(
        try JSONSerialization.jsonObject(with: Data(encoded.stdout.utf8)) as? [String: Any])
      let bytes = try #require(document["bytes"] as? String)
      let decoded = try Simctl(["bra", "decode", "--format", "json", bytes])
      #expect(decoded.exitCode == 0, "\(arguments)")
      #expect(decoded.stdout == encoded.stdout, "\(arguments)")
    }
  }
}
