import BRAEncoder
import Testing

/// Protocol reference section 11.1, Tables 123 and 124, and 11.5.
@Suite struct BRAResponseTests {
  @Test func valuesOfAHeaderResponse() {
    #expect(BRAHeaderResponse.ok.rawValue == 0x08)
    #expect(BRAHeaderResponse.okNotReady.rawValue == 0x28)
    #expect(BRAHeaderResponse.ignored.rawValue == 0x00)
    #expect(BRAHeaderResponse.failed.rawValue == 0x10)
  }

  @Test func valuesOfAFooterResponse() {
    #expect(BRAFooterResponse.okGood.rawValue == 0x08)
    #expect(BRAFooterResponse.okBad.rawValue == 0x28)
    #expect(BRAFooterResponse.ignored.rawValue == 0x00)
    #expect(BRAFooterResponse.failed.rawValue == 0x10)
  }

  @Test func everyByteAsReceived() {
    for value in UInt8.min...UInt8.max {
      let nak = value & 0x10 != 0
      let ack = value & 0x08 != 0
      let stall = value & 0x20 != 0
      let header = BRAHeaderResponse(rawValue: value)
      let footer = BRAFooterResponse(rawValue: value)
      #expect((header.nak, header.ack, header.notReady) == (nak, ack, stall))
      #expect((footer.nak, footer.ack, footer.bad) == (nak, ack, stall))
      #expect(header.hasReservedBits == (value >= 0x40))
      #expect(footer.hasReservedBits == (value >= 0x40))
      switch (nak, ack) {
      case (true, _):
        #expect(header.received == .abort)
        #expect(footer.received == .abort)
      case (false, false):
        #expect(header.received == .ignored)
        #expect(footer.received == .ignored)
      case (false, true):
        #expect(header.received == (stall ? .notReady : .ok))
        #expect(footer.received == (stall ? .bad : .good))
      }
    }
  }

  @Test func merging() {
    #expect(BRAHeaderResponse.ok.merged(with: .ignored) == .ok)
    #expect(BRAHeaderResponse.ok.merged(with: .okNotReady).received == .notReady)
    #expect(BRAHeaderResponse.ok.merged(with: .failed).rawValue == 0x18)
    #expect(BRAHeaderResponse.ok.merged(with: .failed).received == .abort)
    #expect(BRAHeaderResponse.okNotReady.merged(with: .failed).rawValue == 0x38)
    #expect(BRAHeaderResponse.okNotReady.merged(with: .failed).received == .abort)
    #expect(BRAFooterResponse.okGood.merged(with: .okBad).received == .bad)
    #expect(BRAFooterResponse.okGood.merged(with: .failed).received == .abort)
    #expect(BRAFooterResponse.ignored.merged(with: .okGood) == .okGood)
  }
}
