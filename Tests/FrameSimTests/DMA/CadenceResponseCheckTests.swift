import BRAEncoder
import FrameSim
import Testing

/// The driver's check of responses: host reference 3, and the negative vectors of host reference 7.
@Suite struct CadenceResponseCheckTests {
  private func check(_ words: String, _ operation: BRAOperation = .write, bytes: Int = 24) throws
    -> CadenceResponseCheck
  {
    CadenceResponseCheck(
      memory(words: words), plan: try CadencePlan(operation, bytes: bytes))
  }

  @Test(arguments: DMAFixture.all)
  func fixture(vector: DMAFixture.Vector) throws {
    let errnos: [TransferErrno?: Int] = [nil: 0, .noData: -61, .io: -5, .invalid: -22]
    for rx in vector.output.rx {
      let check = CadenceResponseCheck(bytes(hex: rx.rxBuffer), plan: try vector.plan())
      #expect(errnos[check.failure?.errno] == rx.checkReturn, "\(rx.what)")
      if let data = rx.data { #expect(hexText(check.data) == data.joined()) }
    }
  }

  private static let good = "81000008 40000008 82000008 40000008 83000008 40000008"

  /// Each field of the second frame, and what the driver says.
  @Test func negativeVectors() throws {
    #expect(try check(Self.good).failure == nil)
    typealias Case = (String, CadenceResponseCheck.Reason, TransferErrno, Int)
    let cases: [Case] = [
      ("02000008 40000008", .noStart, .io, 2),
      ("82000008 00000008", .noEnd, .io, 3),
      ("83000008 40000008", .counter(expected: 2, actual: 3), .io, 2),
      ("82000000 40000008", .headerIgnored(0), .noData, 2),
      ("82000010 40000008", .headerNak(0x10), .io, 2),
      ("82000018 40000008", .headerNak(0x18), .io, 2),
      ("82000008 40000000", .footerIgnored(0), .noData, 3),
      ("82000008 40000010", .footerNak(0x10), .io, 3),
    ]
    for (frame, reason, errno, word) in cases {
      let failure = try check("81000008 40000008 \(frame) 83000008 40000008").failure
      #expect(failure?.reason == reason, "\(frame)")
      #expect(failure?.errno == errno, "\(frame)")
      #expect(failure?.frame == 1, "\(frame)")
      #expect(failure?.word == word, "\(frame)")
    }
  }

  /// Only bits 4 and 3 count: NotReady reads as ACK, Bad as Good, and what carries nothing may be anything.
  @Test func whatIsNotLookedAt() throws {
    #expect(try check("81FFFF28 70FFFF28 B2000008 4F0000EF 83000008 40000008").failure == nil)
    // NotReady without a footer is ignored.
    let notReady = try check("81000028 40000000 82000008 40000008 83000008 40000008").failure
    #expect(notReady?.errno == .noData)
    #expect(notReady?.reason == .footerIgnored(0))
  }

  /// Marks before counter before response; the first bad frame counts.
  @Test func order() throws {
    let rest = " 82000010 40000008 83000008 40000008"
    #expect(try check("02000010 00000010" + rest).failure?.reason == .noStart)
    #expect(try check("82000010 00000010" + rest).failure?.reason == .counter(expected: 1, actual: 2))
    #expect(try check("81000010 00000010" + rest).failure?.reason == .headerNak(0x10))
    #expect(try check("81000008 00000010" + rest).failure?.reason == .noEnd)
    #expect(try check("81000008 40000010" + rest).failure?.reason == .footerNak(0x10))
    #expect(try check("81000008 40000008" + rest).failure?.frame == 1)
  }

  /// A buffer of another size is refused before anything in it is looked at.
  @Test func size() throws {
    for words in ["", "00000010 00000000", Self.good + " 84000008 40000008", Self.good + " 84000008"] {
      let failure = try check(words).failure
      let bytes = memory(words: words).count
      #expect(failure?.reason == .size(expected: 24, actual: bytes))
      #expect(failure?.errno == .invalid)
      #expect(failure?.frame == nil)
    }
  }

  @Test func countersWrap() throws {
    let plan = try CadencePlan(.write, bytes: 800)
    let buffer = CadencePlan.receivePackets(.write, Array(repeating: .written, count: 100))
    #expect(CadenceResponseCheck(buffer, plan: plan).failure == nil)
    for frame in [15, 16, 31] {
      var wrong = buffer
      wrong[8 * frame + 3] ^= 1
      #expect(CadenceResponseCheck(wrong, plan: plan).failure?.frame == frame)
    }
  }

  // MARK: Reads

  private static let data = [UInt8](1...20)
  private static let frames = [Array(data[0..<8]), Array(data[8..<16]), Array(data[16...])]

  private func read(_ change: (inout [CadenceResponse]) -> Void) throws -> CadenceResponseCheck {
    var responses = Self.frames.map { CadenceResponse.read($0) }
    change(&responses)
    let plan = try CadencePlan(.read, bytes: 20)
    return CadenceResponseCheck(plan.receiveBuffer(responses), plan: plan)
  }

  /// Data of a frame are in the caller's buffer before their CRC and the footer are looked at, but after the header response.
  @Test func dataByThen() throws {
    #expect(try read { _ in }.data == Self.data)
    let crc = try read { $0[1].dataCRC ^= 1 }
    #expect(crc.failure?.errno == .io)
    #expect(crc.failure?.frame == 1)
    #expect(crc.data == Array(1...16))
    let flipped = try read { $0[1].data[3] ^= 0x10 }
    guard case .dataCRC? = flipped.failure?.reason else {
      Issue.record("\(String(describing: flipped.failure))")
      return
    }
    #expect(flipped.data[11] == 12 ^ 0x10)
    #expect(flipped.data.count == 16)
    let footer = try read { $0[1].footer = 0 }
    #expect(footer.failure?.reason == .footerIgnored(0))
    #expect(footer.data.count == 16)
    let header = try read { $0[1].header = 0 }
    #expect(header.failure?.reason == .headerIgnored(0))
    #expect(header.data.count == 8)
  }

  /// The CRC comes before the footer.
  @Test func crcBeforeFooter() throws {
    let check = try read {
      $0[0].dataCRC ^= 1
      $0[0].footer = 0x10
    }
    guard case .dataCRC? = check.failure?.reason else {
      Issue.record("\(String(describing: check.failure))")
      return
    }
    #expect(check.failure?.word == 5)
  }

  /// Fake frames are not looked at, and several sections are several buffers behind one another.
  @Test func sections() throws {
    let sections = try [9, 1, 20].map { try #require(BRASection(address: 0, byteCount: $0)) }
    let plan = try CadencePlan(.read, sections)
    let data = (0..<30).map { UInt8($0) }
    let chunks = [data[0..<8], data[8..<9], data[9..<10], data[10..<18], data[18..<26], data[26..<30]]
    var responses = chunks.map { CadenceResponse.read(Array($0)) }
    #expect(plan.fakeFrames > 0)
    responses += Array(
      repeating: CadenceResponse(header: 0x10, data: [9, 9], footer: 0x10), count: plan.fakeFrames)
    let check = CadenceResponseCheck(plan.receiveBuffer(responses), plan: plan)
    #expect(check.failure == nil)
    #expect(check.data == data)
    let more = CadenceResponseCheck(
      plan.receiveBuffer(responses), .read, sections: sections, dataPerFrame: 8, frames: 7)
    #expect(more.failure?.reason == .sectionIndex)
    #expect(more.failure?.errno == .invalid)
    #expect(more.data == data)
  }

  /// A dump that is too short ends in a frame; no number of frames and no bytes are too many to say so.
  @Test func shortBuffers() throws {
    let plan = try CadencePlan(.read, bytes: 20)
    let buffer = plan.receiveBuffer(Self.frames.map { CadenceResponse.read($0) })
    for count in 0..<76 {
      let check = CadenceResponseCheck(Array(buffer.prefix(count)), plan: plan)
      #expect(check.failure?.reason == .bufferEnds, "\(count)")
      #expect(check.failure?.frame == count / 28, "\(count)")
    }
    #expect(CadenceResponseCheck(Array(buffer.prefix(76)), plan: plan).failure == nil)
    #expect(
      CadenceResponseCheck([], .write, sections: [], dataPerFrame: 0, frames: .max).failure?.errno
        == .invalid)
    #expect(CadenceResponseCheck([], .read, sections: [], dataPerFrame: 0, frames: -1).failure == nil)
    #expect(
      CadenceResponseCheck([], .read, sections: [], dataPerFrame: 0, frames: 1).failure?.errno == .invalid)
  }
}
