import FrameSim
import Testing

/// Section 3, Tables 27 to 29: where the fields of the control word lie.
@Suite struct ControlWordTests {
  /// A word with a single 1, in a row.
  private func word(row: Int) -> ControlWord { ControlWord(bits: 1 << UInt64(47 - row)) }

  @Test func singleBitFields() {
    #expect(word(row: 0).preq)
    #expect(word(row: 5).ssp)
    #expect(word(row: 6).monitorRequest)
    #expect(word(row: 7).busRelease)
    #expect(word(row: 32).phySync)
    #expect(word(row: 45).parity)
    #expect(word(row: 46).nak)
    #expect(word(row: 47).ack)
  }

  @Test func multiBitFieldsAreMostSignificantFirst() {
    for (index, row) in (1...3).enumerated() { #expect(word(row: row).opcode == 4 >> index) }
    for (index, row) in (4...7).enumerated() { #expect(word(row: row).deviceAddress == 8 >> index) }
    for (index, row) in (8...23).enumerated() { #expect(word(row: row).registerAddress == 0x8000 >> index) }
    for (index, row) in (24...31).enumerated() { #expect(word(row: row).staticSync == 0x80 >> index) }
    for (index, row) in (33...40).enumerated() { #expect(word(row: row).data == 0x80 >> index) }
    for (index, row) in (41...44).enumerated() { #expect(word(row: row).dynamicSync == 8 >> index) }
  }

  /// Table 28: Per_Stat_11 in rows 8 and 9 down to Per_Stat_04 in 22 and 23, Per_Stat_03 in 33 and 34 down to 00.
  @Test func statusRows() {
    let rows = [11: 8, 10: 10, 9: 12, 8: 14, 7: 16, 6: 18, 5: 20, 4: 22, 3: 33, 2: 35, 1: 37, 0: 39]
    for (device, row) in rows {
      #expect(word(row: row).status(of: device) == 2)
      #expect(word(row: row + 1).status(of: device) == 1)
      for other in 0...11 where other != device { #expect(word(row: row).status(of: other) == 0) }
    }
    #expect(ControlWord(bits: ~0).status(of: 12) == 0)
    #expect(ControlWord(bits: ~0).status(of: -1) == 0)
  }

  /// Section 16.3: a captured Read.
  @Test func capturedRead() {
    let word = ControlWord(bits: 0x2000_53B1_1AAD)
    #expect(word.opcode == 0b010)
    #expect(word.deviceAddress == 0)
    #expect(word.registerAddress == 0x0053)
    #expect(word.staticSync == 0xB1)
    #expect(word.data == 0x35)
    #expect(word.dynamicSync == 0b0101)
    #expect(word.parity)
    #expect(word.response == .ok)
    #expect(word.description == "200053b11aad")
  }

  /// Section 16.3: a captured Ping.
  @Test func capturedPing() {
    let word = ControlWord(bits: 0x0400_00B1_0098)
    #expect(word.opcode == 0)
    #expect(word.ssp)
    #expect(!word.preq && !word.monitorRequest && !word.busRelease)
    #expect((1...11).allSatisfy { word.status(of: $0) == 0 })
    #expect(word.status(of: 0) == 1)
    #expect(word.dynamicSync == 0b0011)
    #expect(!word.parity)
    #expect(word.response == .ignored)
    #expect(word.description == "040000b10098")
  }

  /// Section 4.2: what the merged response rows mean.
  @Test func mergedResponses() {
    #expect(ControlWord(bits: 0b00).response == .ignored)
    #expect(ControlWord(bits: 0b01).response == .ok)
    #expect(ControlWord(bits: 0b10).response == .aborted)
    #expect(ControlWord(bits: 0b11).response == .aborted)
  }

  @Test func holdsFortyEightBits() {
    #expect(ControlWord(bits: ~0).bits == 0xFFFF_FFFF_FFFF)
  }
}

/// Section 3.1 and 16.2: the dynamic sync generator.
@Suite struct DynamicSyncTests {
  @Test func sequenceHasPeriodFifteen() {
    var generator = DynamicSync()
    for _ in 0..<2 {
      for expected in WireChecker.dynamicSync {
        #expect(UInt64(generator.value) == expected)
        generator.step()
      }
    }
  }

  @Test func everyFrameCarriesTheNextValue() {
    var bus = Bus.with()
    for index in 0..<31 {
      #expect(UInt64(bus.send(.ping).controlWord.dynamicSync) == WireChecker.dynamicSync[index % 15])
    }
  }
}
