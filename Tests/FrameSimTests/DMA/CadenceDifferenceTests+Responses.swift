import BRAEncoder
import FrameSim
import Testing

/// What came back otherwise than it should have.
extension CadenceDifferenceTests {
  @Test func responses() throws {
    let plan = try plan(.read)
    var place = 0
    var responses: [CadenceResponse] = []
    for frame in plan.frames(device: 6) {
      let count = frame.header.byteCount
      responses.append(
        frame.isFake ? .nobody(dataBytes: count) : .read(Array(data[place..<place + count])))
      if !frame.isFake { place += count }
    }
    let expected = plan.receiveBuffer(responses)
    func difference(_ change: (inout [CadenceResponse]) -> Void) -> CadenceDifference? {
      var changed = responses
      change(&changed)
      return CadenceDifference.first(
        plan.receiveBuffer(changed), from: expected, plan: plan, device: 6, direction: .receive)
    }
    #expect(difference { _ in } == nil)
    let cases: [(CadenceMistake, CadenceDifference.Field, CadenceDifference?)] = [
      (.responseIgnored, .headerResponse, difference { $0[1].header = 0 }),
      (.responseNak, .headerResponse, difference { $0[1].header = 0x10 }),
      (.responseNotReady, .headerResponse, difference { $0[1].header = 0x28 }),
      (.responseIgnored, .footerResponse, difference { $0[1].footer = 0 }),
      (.responseBad, .footerResponse, difference { $0[1].footer = 0x28 }),
      (.crcInverted, .dataCRC, difference { $0[1].dataCRC ^= 0xFF }),
      (.oneBit, .data(3), difference { $0[1].data[3] ^= 4 }),
    ]
    for (meaning, field, found) in cases {
      #expect(found?.meaning == meaning)
      #expect(found?.field == field)
      #expect(found?.frame == 1)
      #expect(found?.description.contains("frame 1 of section 0") == true)
    }
    #expect(difference { $0[plan.numFrames].header = 8 }?.meaning == .notLookedAt)
  }

  @Test func responsesOfAWrite() throws {
    let plan = try plan()
    let expected = plan.receiveBuffer(Array(repeating: .written, count: plan.numFrames))
    func difference(_ actual: [UInt8]) -> CadenceDifference? {
      CadenceDifference.first(actual, from: expected, plan: plan, device: 6, direction: .receive)
    }
    #expect(difference(expected) == nil)
    #expect(difference(expected + [UInt8](repeating: 0, count: 40))?.meaning == .receivePaddedForWrite)
    let short = difference(Array(expected.prefix(17)))
    #expect(short?.frame == 2)
    #expect(short?.word == 4)
  }
}
