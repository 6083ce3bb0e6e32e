import FrameSim
import Testing

/// The first difference of a ring, and what driver authors got wrong (host reference 6.1, its review).
@Suite struct BAMDifferenceTests {
  private static let ring = [
    BAMDescriptor(address: 0x9000, size: 16, flags: [.cmd, .lock]),
    BAMDescriptor(address: 0x1_0000, size: 32_760, flags: .nwd),
    BAMDescriptor(address: 0x1_7FF8, size: 32_760, flags: .nwd),
    BAMDescriptor(address: 0x1_FFF0, size: 480, flags: [.int, .eot, .nwd]),
    BAMDescriptor(address: 0x9010, size: 32, flags: .cmd),
    BAMDescriptor(address: 0x9030, size: 16, flags: [.int, .cmd, .unlock]),
  ]

  private func difference(_ change: (inout [BAMDescriptor]) -> Void) -> String? {
    var ring = Self.ring
    change(&ring)
    return BAMDifference.first(ring.flatMap(\.bytes), from: Self.ring)?.description
  }

  @Test func same() {
    #expect(difference { _ in } == nil)
    let unused = BAMDescriptor(address: 0, size: 0)
    #expect(difference { $0 += [unused, unused] } == nil)
  }

  /// Each flag missing, and each one too many: which, and what that means.
  @Test func flags() {
    #expect(
      difference { $0[3].flags.remove(.nwd) }
        == "descriptor 3: flags are INT EOT, should be INT EOT NWD: NWD is missing: complete when consumed, not when done"
    )
    func tail(_ index: Int, _ flag: BAMFlags, sourceLocation: SourceLocation = #_sourceLocation) -> String? {
      difference { $0[index].flags.formSymmetricDifference(flag) }?.components(after: "should be ")
    }
    #expect(tail(3, .int) == "INT EOT NWD: INT is missing: nobody is told that it is complete")
    #expect(tail(3, .eot)?.contains("EOT is missing: the transfer has no end") == true)
    #expect(tail(0, .cmd)?.contains("CMD is missing: its command elements are taken for data") == true)
    #expect(tail(0, .lock)?.contains("LOCK is missing: pipes of other groups get in between") == true)
    #expect(tail(5, .unlock)?.contains("UNLOCK is missing: pipes of other groups stay locked out") == true)
    #expect(tail(1, .int)?.contains("INT is too many: an interrupt in the middle") == true)
    #expect(tail(1, .eot)?.contains("EOT is too many: the transfer ends here") == true)
    #expect(tail(1, .eob)?.contains("EOB is too many: a block ends here") == true)
    #expect(tail(4, .nwd)?.contains("NWD is too many: the engine waits here") == true)
    #expect(tail(1, .cmd)?.contains("CMD is too many: its data are taken for command elements") == true)
    #expect(tail(4, .lock)?.contains("LOCK is too many: EBUSY") == true)
    #expect(tail(4, .unlock)?.contains("UNLOCK is too many: EPERM") == true)
    #expect(tail(2, BAMFlags(rawValue: 4)) == "NWD: bits 8 to 0 mean nothing")
    #expect(tail(0, [.cmd, .nwd, .lock])?.components(separated: "; ").count == 3)
    // EOB stands in no ring of this driver, but another may ask for it.
    let block = [BAMDescriptor(address: 0, size: 8, flags: .eob)]
    let without = [BAMDescriptor(address: 0, size: 8)]
    #expect(
      BAMDifference.first(without.flatMap(\.bytes), from: block)?.description
        == "descriptor 0: flags are none, should be EOB: EOB is missing: the block has no end")
  }

  @Test func sizes() {
    #expect(
      difference { $0[3].size = 479 } == "descriptor 3: size is 479, should be 480: 1 byte too few are sent")
    #expect(difference { $0[3].size = 500 }?.hasSuffix("20 bytes too many are sent") == true)
    #expect(
      difference { $0[1].size = 32_768 }?.hasSuffix("at most 32760 bytes; longer data are split") == true)
    #expect(difference { $0[3].size = 0 }?.hasSuffix("it names no bytes") == true)
    #expect(difference { $0[4].size = 2 }?.hasSuffix("the size counts bytes, not command elements") == true)
    #expect(difference { $0[4].size = 48 } == "descriptor 4: size is 48, should be 32")
  }

  @Test func addresses() {
    #expect(
      difference { $0[2].address = 0x1_0000 }
        == "descriptor 2: address is 0x00010000, should be 0x00017FF8: it is that of the one before: not advanced"
    )
    #expect(
      difference { $0[2].address = 0x1_8000 }?.hasSuffix("8 bytes between it and the one before are left out")
        == true)
    #expect(difference { $0[2].address = 0x1_7FF7 }?.hasSuffix("1 byte of the one before come again") == true)
    #expect(
      difference { $0[4].address = 0x9012 }?.hasSuffix("2 bytes between it and the one before are left out")
        == true)
    #expect(difference { $0[0].address = 0x8002 }?.hasSuffix("command elements are aligned to 4") == true)
    #expect(
      difference { $0[1].address = 0x2_0000 } == "descriptor 1: address is 0x00020000, should be 0x00010000")
  }

  /// The simulated memory is not that of the host: buffers that lie elsewhere as a whole come last.
  @Test func otherBuffers() {
    func moved(_ ring: inout [BAMDescriptor], _ isMeant: (BAMDescriptor) -> Bool, by offset: UInt32) {
      for index in ring.indices where isMeant(ring[index]) { ring[index].address &+= offset }
    }
    #expect(
      difference { moved(&$0, { !$0.flags.contains(.cmd) }, by: 0x1000) }
        == "descriptor 1: all data lie 0x1000 bytes behind where they should; nothing else differs")
    #expect(
      difference { moved(&$0, { $0.flags.contains(.cmd) }, by: 0 &- 0x10) }
        == "descriptor 0: all command elements lie 0x10 bytes before where they should; nothing else differs")
    #expect(
      difference {
        moved(&$0, { _ in true }, by: 0x8000_0000)
        $0[3].flags.remove(.nwd)
      }?.hasPrefix("descriptor 3: flags are INT EOT") == true)
  }

  @Test func whatIsNotThere() {
    #expect(
      difference { $0.removeLast(2) } == "descriptor 4: the dump ends before it; 2 descriptors are missing")
    #expect(
      difference { $0.removeLast() } == "descriptor 5: the dump ends before it; 1 descriptor is missing")
    #expect(difference { $0 = [] }?.hasSuffix("6 descriptors are missing") == true)
    let unused = BAMDescriptor(address: 0, size: 0)
    #expect(difference { $0[5] = unused }?.hasPrefix("descriptor 5: the dump ends before it") == true)
    #expect(difference { $0[2] = unused }?.hasSuffix("the slot is empty") == true)
    #expect(difference { $0.remove(at: 2) }?.hasSuffix("descriptor 2 is missing") == true)
    #expect(
      difference { $0.insert(.init(address: 4, size: 5), at: 2) }?.hasSuffix("it is one too many") == true)
    #expect(difference { $0.append($0[0]) } == "descriptor 6: 1 descriptor is too many")
    #expect(difference { $0 += $0[..<2] } == "descriptor 6: 2 descriptors are too many")
    let bytes = Self.ring.flatMap(\.bytes)
    func cut(_ bytes: [UInt8]) -> String? { BAMDifference.first(bytes, from: Self.ring)?.description }
    #expect(cut(bytes.dropLast(3)) == "descriptor 5: the dump ends after 5 of its 8 bytes")
    #expect(cut(bytes + [1, 2]) == "descriptor 6: 2 bytes after the last descriptor")
  }

  @Test func byteOrder() {
    let bytes = Self.ring.flatMap { descriptor in
      let bytes = descriptor.bytes
      return [bytes[0..<4], bytes[4..<6], bytes[6..<8]].flatMap { $0.reversed() }
    }
    let order = "the field's bytes are in the wrong order; a descriptor is little endian"
    #expect(BAMDifference.first(bytes, from: Self.ring)?.meanings == [order])
    #expect(difference { $0[3].size = $0[3].size.byteSwapped }?.hasSuffix(order) == true)
    #expect(difference { $0[3].flags = BAMFlags(rawValue: 0x00D0) }?.hasSuffix(order) == true)
  }

  @Test func elements() {
    let all = [
      BAMCommandElement(write: 0x30050, to: 0), BAMCommandElement(write: 1, to: 4),
      BAMCommandElement(write: 0x101, to: 8),
    ]
    func difference(_ change: (inout [BAMCommandElement]) -> Void, more: [UInt8] = []) -> String? {
      var elements = all
      change(&elements)
      return BAMElementDifference.first(elements.flatMap(\.bytes) + more, from: all.flatMap(\.bytes))?
        .description
    }
    #expect(difference { _ in } == nil)
    #expect(difference({ _ in }, more: [UInt8](repeating: 0, count: 32)) == nil)
    #expect(
      difference { $0[1].data = 2 }
        == "element 1, a write of commandData: data is 0x00000002, should be 0x00000001")
    #expect(difference { $0[1].command = 1 }?.hasSuffix("command is a read, should be a write") == true)
    #expect(difference { $0[1].command = 9 }?.hasSuffix("command is 9, should be a write") == true)
    #expect(
      difference { $0[1].address = 0xC }?.hasSuffix("address is scratchpad, should be commandData") == true)
    #expect(difference { $0[1].address = 5 }?.hasSuffix("address is 0x000005, should be commandData") == true)
    #expect(difference { $0[1].mask = 0xFF }?.hasSuffix("mask is 0x000000FF, should be 0xFFFFFFFF") == true)
    #expect(difference { $0[1].reserved = 1 }?.contains("reserved is 0x00000001") == true)
    #expect(difference { $0.removeLast() } == "element 2: the dump ends before it; 1 element is missing")
    #expect(difference { $0 += $0 } == "element 3: 3 elements are too many")
    #expect(difference({ _ in }, more: [1]) == "1 byte after the last element")
  }
}

extension String {
  fileprivate func components(after mark: String) -> String? {
    firstRange(of: mark).map { String(self[$0.upperBound...]) }
  }

  fileprivate func components(separated mark: String) -> [Substring] { split(separator: mark) }
}
