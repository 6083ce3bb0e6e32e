import FrameSim
import Testing

/// Host reference 6.1: descriptors and command elements as bytes.
@Suite struct BAMDescriptorTests {
  #if DEBUG
    private static let cases = 10_000
  #else
    private static let cases = 1_000_000
  #endif

  /// INT 15, EOT 14, EOB 13, NWD 12, CMD 11, LOCK 10, UNLOCK 9.
  @Test(arguments: [
    ("INT", 15), ("EOT", 14), ("EOB", 13), ("NWD", 12), ("CMD", 11), ("LOCK", 10), ("UNLOCK", 9),
  ])
  func flagBits(name: String, bit: Int) throws {
    let descriptor = try #require(
      BAMDescriptor(
        bytes: [0x78, 0x56, 0x34, 0x12, 0x10, 0x00, UInt8((1 << bit) & 0xFF), UInt8((1 << bit) >> 8)]))
    #expect(descriptor.flags.names == [name])
    #expect(descriptor.flags.text == name)
    #expect(descriptor.flags.rawValue == 1 << bit)
    #expect(BAMFlags.names.first { $0.name == name }?.flag == descriptor.flags)
    #expect((descriptor.address, descriptor.size) == (0x1234_5678, 16))
  }

  @Test func allFlagsAndNone() {
    let all: BAMFlags = [.int, .eot, .eob, .nwd, .cmd, .lock, .unlock]
    #expect(all.rawValue == 0xFE00)
    #expect(all.text == "INT EOT EOB NWD CMD LOCK UNLOCK")
    #expect(BAMFlags(rawValue: 0).text == "none")
    #expect(BAMFlags(rawValue: 0x8101).text == "INT 0x0101")
  }

  /// Every eight bytes are a descriptor, and it is written as those bytes; address first, little endian.
  @Test func descriptorsComeBack() throws {
    var dice = SeededGenerator(seed: 1, stream: "bam descriptors")
    for _ in 0..<Self.cases {
      let word = UInt64.random(in: 0...UInt64.max, using: &dice)
      let bytes = (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
      let read = try #require(BAMDescriptor(bytes: bytes))
      let same =
        read.bytes == bytes && read.address == UInt32(truncatingIfNeeded: word)
        && read.size == UInt16(truncatingIfNeeded: word >> 32)
        && read.flags.rawValue == UInt16(truncatingIfNeeded: word >> 48)
        && BAMDescriptor(address: read.address, size: read.size, flags: read.flags) == read
      guard same else {
        Issue.record("\(bytes) come back as \(read.bytes)")
        return
      }
    }
    for count in [0, 7, 9, 16] {
      #expect(BAMDescriptor(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }
  }

  /// Command << 24 | address, data, mask, reserved; little-endian words.
  @Test func elementsComeBack() throws {
    let element = BAMCommandElement(write: 0x0102_0304, to: 0xFF00_000C, mask: 0xF0)
    #expect(
      element.bytes == [0x0C, 0, 0, 0, 0x04, 0x03, 0x02, 0x01, 0xF0, 0, 0, 0, 0, 0, 0, 0])
    #expect(element.operation == .write && element.register == .scratchpad)
    #expect(BAMCommandElement(write: 1, to: 0).mask == .max)
    var dice = SeededGenerator(seed: 1, stream: "bam elements")
    for _ in 0..<Self.cases {
      let words = (0..<4).map { _ in UInt32.random(in: 0...UInt32.max, using: &dice) }
      let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
      let read = try #require(BAMCommandElement(bytes: bytes))
      let same =
        read.bytes == bytes && read.command == UInt8(words[0] >> 24) && read.address == words[0] & 0xFF_FFFF
        && read.data == words[1] && read.mask == words[2] && read.reserved == words[3]
      guard same else {
        Issue.record("\(bytes) come back as \(read.bytes)")
        return
      }
    }
    for count in [0, 8, 15, 17] {
      #expect(BAMCommandElement(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }
    let read = try #require(BAMCommandElement(bytes: [4, 0, 0, 1] + [UInt8](repeating: 0, count: 12)))
    #expect(read.operation == .read && read.register == .commandData)
  }

  /// Whatever no engine could do.
  @Test func problems() {
    func problems(_ size: Int, _ flags: BAMFlags, address: UInt32 = 0x1000) -> [String] {
      BAMDescriptor(address: address, size: UInt16(size), flags: flags).problems
    }
    #expect(problems(1, []).isEmpty)
    #expect(problems(32_760, [.int, .eot, .eob, .nwd], address: 3).isEmpty)
    #expect(problems(48, [.int, .cmd, .lock], address: 4).isEmpty)
    #expect(problems(16, [.cmd, .unlock, .nwd]).isEmpty)
    #expect(problems(16, [.cmd, .lock, .unlock]) == ["LOCK and UNLOCK exclude each other"])
    #expect(problems(16, [.cmd, .eot]) == ["EOT does not go with CMD"])
    #expect(problems(16, [.lock]) == ["LOCK and UNLOCK go with CMD"])
    #expect(problems(16, [.unlock]) == ["LOCK and UNLOCK go with CMD"])
    #expect(problems(0, []) == ["it names no bytes"])
    #expect(problems(0, [.cmd]) == ["it names no bytes"])
    #expect(problems(32_761, []) == ["32761 bytes are more than the 32760 it may name"])
    #expect(problems(24, [.cmd]) == ["24 bytes are no whole number of command elements of 16"])
    #expect(
      problems(16, [.cmd], address: 0x1002) == ["command elements at an address that is not aligned to 4"])
    #expect(problems(16, BAMFlags(rawValue: 0x100)) == ["bits 8 to 0 of its flags are not all 0"])
    #expect(problems(0, BAMFlags(rawValue: 0x4E01), address: 1).count == 5)
  }
}
