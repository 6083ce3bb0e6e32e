import FrameSim
import Testing

/// What command elements do to the Manager's registers, and what they start.
@Suite struct BAMElementsTests {
  private func write(
    _ register: ManagerRegister, _ data: UInt32, mask: UInt32 = .max
  ) -> BAMCommandElement { BAMCommandElement(write: data, to: register.rawValue, mask: mask) }

  private func meanings(_ elements: BAMCommandElement...) -> [BAMElementMeaning] {
    BAMElements(elements.flatMap(\.bytes)).map(\.meaning)
  }

  @Test func commands() {
    let all = meanings(
      write(.commandAddress, 3 << 16 | 0x50), write(.commandData, 0x12), write(.commandControl, 1),
      write(.commandControl, 0x102), write(.commandControl, 3), write(.commandControl, 0))
    #expect(
      all.map(\.text) == [
        "device 3, register 0x0050", "value 0x12", "Write of 0x12 to device 3, register 0x0050",
        "Read of device 3, register 0x0050; nothing follows unless it is OK",
        "Write of the value read to device 3, register 0x0050, of which it keeps the bits 0x12",
        "starts no command",
      ])
    #expect(all.map(\.start) == [nil, nil, .command, .command, .command, nil])
  }

  /// What was in a register before is not known, bit by bit.
  @Test func unknownContents() {
    #expect(
      meanings(write(.commandControl, 1)).map(\.text) == [
        "Write of what was set before to a place that was set before"
      ])
    #expect(meanings(write(.commandControl, 1, mask: 1)).first?.start == .command)
    #expect(
      meanings(write(.commandControl, 1, mask: 1)).first?.text == "starts a command that is not known")
    #expect(
      meanings(write(.commandAddress, 0x50, mask: 0xFFFF), write(.commandAddress, 0xF_0000, mask: 0xF_0000))
        .map(\.text) == ["part of a place", "device 15, register 0x0050"])
    // A second write under a mask changes only its bits.
    #expect(
      meanings(write(.commandData, 0xFF), write(.commandData, 0, mask: 0xF0)).last?.text == "value 0x0F")
    #expect(
      meanings(write(.dp0Control, 2)).map(\.text) == [
        "blocks read from a device that was set before, from 0x........"
      ])
  }

  @Test func streams() {
    let all = meanings(
      write(.dp0Device, 3), write(.dp0AddressHigh, 0x4401), write(.dp0AddressLow, 0xABC), write(.dp0Count, 1),
      write(.dp0Bank, 1), write(.dp0Control, 1), write(.dp0Control, 2), write(.dp0Control, 0))
    #expect(
      all.map(\.text) == [
        "device 3", "the blocks' next address is 0x4401....", "the blocks' next address is 0x44010ABC",
        "1 data byte to come", "blocks go while the bus is in bank 1",
        "blocks write 1 data byte to device 3, from 0x44010ABC, in bank 1",
        "blocks read 1 data byte from device 3, from 0x44010ABC, in bank 1", "ends the stream of blocks",
      ])
    #expect(all.suffix(3).map(\.start) == [.stream, .stream, .streamEnd])
  }

  @Test func others() {
    #expect(meanings(write(.scratchpad, 0)).map(\.text) == ["kept, and starts nothing: a dummy"])
    var read = write(.commandData, 0x8000_0000)
    read.command = 1
    #expect(meanings(read).map(\.text) == ["reads commandData to 0x80000000"])
    read.command = 2
    #expect(meanings(read).map(\.text) == ["nothing that the engine knows"])
    #expect(
      meanings(BAMCommandElement(write: 0, to: 0x28)).map(\.text) == ["outside of the Manager"])
  }

  @Test func problems() {
    func problems(_ element: BAMCommandElement) -> [String] { element.problems }
    for register in ManagerRegister.allCases {
      #expect(write(register, 1).problems == [], "\(register)")
      var read = write(register, .max)
      read.command = 1
      #expect(read.problems == [], "\(register)")
    }
    #expect(write(.commandAddress, 0xF_FFFF).problems == [])
    #expect(
      write(.commandAddress, 0x10_0000).problems == ["bits 0x00100000 of commandAddress belong to no field"])
    #expect(write(.commandData, 0x100).problems.count == 1)
    #expect(write(.commandData, 0x100, mask: 0xFF).problems == [])
    #expect(write(.commandControl, 0).problems == ["0x00000000 starts no command"])
    #expect(write(.commandControl, 0x100).problems == ["0x00000100 starts no command"])
    #expect(write(.commandControl, 0x103).problems == [])
    #expect(write(.commandControl, 4).problems.count == 1)
    #expect(write(.commandControl, 0, mask: 1).problems == [])
    #expect(write(.scratchpad, .max).problems == [] && write(.dp0Count, .max).problems == [])
    #expect(write(.dp0Device, 16).problems.count == 1)
    #expect(write(.dp0AddressHigh, 0x1_0000).problems.count == 1)
    #expect(write(.dp0AddressLow, 0x1_0000).problems.count == 1)
    #expect(write(.dp0Bank, 2).problems.count == 1)
    #expect(write(.dp0Control, 3).problems == ["0x00000003 starts no stream, and ends none"])
    #expect(write(.dp0Control, 4).problems.count == 1)
    #expect(write(.dp0Control, 0, mask: 0).problems == ["its mask is 0, so that it writes nothing"])
    #expect(
      BAMCommandElement(write: 0, to: 0x0D).problems == ["0x00000D is no register of the Manager"])
    var other = write(.scratchpad, 0)
    other.reserved = 5
    #expect(other.problems == ["its last word is 0x00000005, should be 0"])
    other.command = 7
    #expect(other.problems.first == "command 7 is neither a write (0) nor a read (1)")
  }

  /// An element that writes has a mask; zeros at the end are none.
  @Test func unusedElements() {
    let bytes = write(.commandAddress, 0).bytes
    let elements = BAMElements(bytes + [UInt8](repeating: 0, count: 37))
    #expect((elements.usedElements, elements.unusedElements, elements.restBytes) == (1, 2, 5))
    #expect(elements.map(\.index) == [0])
    #expect(BAMElements([]).map(\.index).isEmpty)
  }

  /// The elements that a descriptor names, as far as they are there.
  @Test func elementsOfADescriptor() {
    let all = [write(.scratchpad, 1), write(.dp0Bank, 0), write(.dp0Control, 0)]
    let image = BAMImage(elementsAddress: 0x9000, elements: all.flatMap(\.bytes))
    func elements(_ address: UInt32, _ size: Int, _ flags: BAMFlags = .cmd) -> [BAMCommandElement] {
      image.elements(of: BAMDescriptor(address: address, size: UInt16(size), flags: flags))
    }
    #expect(elements(0x9000, 48) == all)
    #expect(elements(0x9010, 16) == [all[1]])
    #expect(elements(0x9020, 64) == [all[2]])
    #expect(elements(0x9000, 16, []).isEmpty)
    #expect(elements(0x8FF0, 16).isEmpty && elements(0xFFFF_FFF0, 16).isEmpty)
  }
}
