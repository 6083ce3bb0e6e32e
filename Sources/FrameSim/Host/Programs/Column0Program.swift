internal import BRAEncoder

/// A transfer over Column 0: one byte per frame, and its page registers.
///
/// Each section is a message of its own: it writes its page registers, and the host waits at its end.
package struct Column0Program: HostProgram {
  /// What was offered last, and is on the wire if it was taken.
  private enum Step: Hashable {
    case page
    case byte
  }

  private let request: TransferRequest
  /// Where its bytes begin among those of its transfer.
  private let firstByte: Int
  /// How many of its first bytes have been sent another way, in vain.
  private let tried: Int
  private var pace: HostPace
  private var step = Step.byte
  /// Data bytes that went through.
  private(set) var done = 0
  /// The section at hand, and how many of its bytes went through.
  private var place = (section: 0, offset: 0)
  /// That section by itself: it is asked for several times in each frame.
  private var section = (address: UInt32(0), bytes: 0)
  /// The frames of its sections.
  private(set) var sectionFrames = SectionFrames()
  /// Page registers written for the address at hand, 0 to 2.
  private var pagesWritten = 0
  /// The bytes a read brought.
  private(set) var incoming: [UInt8]
  /// Why it failed, or nil.
  private(set) var error: TransferError?
  private(set) var isFinished = false
  private var endsWithByte = false

  /// Addresses of a page of Column 0.
  static let pageBytes: UInt32 = 0x8000

  /// A transfer that the interface takes, in front of its first frame.
  init(_ request: TransferRequest, _ pace: HostPace, firstByte: Int = 0, tried: Int = 0) {
    self.request = request
    self.firstByte = firstByte
    self.tried = tried
    self.pace = pace
    incoming = request.operation == .read ? [UInt8](repeating: 0, count: request.bytes) : []
    enterSection()
  }

  /// Looks at the section at hand, or at the next one that has bytes left.
  private mutating func enterSection() {
    while place.section < request.sections.count {
      let next = request.sections[place.section]
      section = (next.address, next.byteCount)
      if place.offset < section.bytes { return }
      place = (place.section + 1, 0)
    }
    isFinished = true
  }

  /// The address of the next byte.
  private var address: UInt32 {
    section.address &+ UInt32(truncatingIfNeeded: place.offset)
  }

  /// Whether page registers go in front of the next byte: at the start of a section, and at every page border.
  private var needsPage: Bool {
    !isFinished && address >= Self.pageBytes && pagesWritten < 2
      && (place.offset == 0 || address % Self.pageBytes == 0)
  }

  /// One that has nothing to do.
  static var idle: Column0Program {
    Column0Program(.write([], to: 0, device: 0, via: .column0), .ideal)
  }

  package mutating func begin(_ view: HostView, _ timeline: BusTimeline) {
    pace.restart(at: view.slot, timeline)
  }

  @inline(__always)
  package mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline) {
    if pace.isBusy(at: view.slot) { return frame.wait(until: pace.readyAt, .hostTime) }
    if isFinished { return }
    if frame.isPageHeld, !holdsPage { return frame.wait(until: view.endSlot, .room) }
    let address = address
    let isPaged = address >= Self.pageBytes
    if isPaged, needsPage { return frame.send(page(address), .setup) }
    step = .byte
    let register = UInt16(truncatingIfNeeded: isPaged ? address | Self.pageBytes : address)
    let part = done < tried ? FramePart.retry : .data
    switch request.operation {
    case .read: frame.send(.read(device: request.device, register: register), part)
    case .write:
      frame.send(.write(device: request.device, register: register, value: request.data[done]), part)
    }
  }

  /// Whether it is between its page registers and the end of its section.
  package var holdsPage: Bool {
    !isFinished && address >= Self.pageBytes && (pagesWritten > 0 || place.offset > 0)
  }

  private mutating func page(_ address: UInt32) -> Command {
    step = .page
    let isFirst = pagesWritten == 0
    let register = isFirst ? RegisterAddress.scpAddrPage1 : RegisterAddress.scpAddrPage2
    let value = UInt8(truncatingIfNeeded: address >> (isFirst ? 23 : 15))
    return .write(device: request.device, register: UInt16(register), value: value)
  }

  @inline(__always)
  package mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline
  ) {
    let response = outcome.response
    let before = place.section
    switch step {
    case .page:
      if response == .ok {
        pagesWritten += 1
      } else {
        fail(response, "a page register write")
      }
    case .byte:
      if response == .ok {
        if request.operation == .read { incoming[done] = outcome.controlWord.data }
        done += 1
        place.offset += 1
        pagesWritten = 0
        if endsWithByte { isFinished = true }
        if place.offset == section.bytes { enterSection() }
      } else {
        fail(response, "byte \(firstByte + done)")
      }
    }
    sectionFrames.count()
    if place.section != before { sectionFrames.finish(place.section) }
    guard pace.takesTime else { return }
    let endsMessage = isFinished || place.section != before
    pace.commandEnded(isLast: endsMessage || pace.waitsForPage && isAtPage, outcome, timeline)
  }

  /// Whether page registers were just written, or come next.
  private var isAtPage: Bool { step == .page ? pagesWritten == 2 : needsPage }

  private mutating func fail(_ response: CommandResponse, _ what: String) {
    error = TransferError(unanswered: what, response)
    isFinished = true
  }

  package func isThrough(_ view: HostView) -> Bool {
    isFinished && !pace.isBusy(at: view.slot)
  }

  // MARK: Curves

  /// Data bytes after the frame on the wire, if it carries one.
  var bytesAtEndOfFrame: Int? { step == .byte ? done + 1 : nil }

  /// Makes it end with the byte on the wire.
  mutating func shorten() { endsWithByte = true }

  /// What is left of it depends on this, besides the bus and the pause at hand, once its data is through.
  var standing: HostPace { pace.ready(at: 0) }

  /// The pause at hand.
  func pauseAhead(_ view: HostView) -> TailPause? {
    let frames = pace.framesAhead(view)
    return frames > 0 ? TailPause(part: .host, frames: frames) : nil
  }

  /// Makes it stand in front of a pause, whatever it stood in front of.
  mutating func stand(inFrontOf pause: TailPause?, _ view: HostView) {
    pace = pace.ready(at: view.slot(framesAhead: pause?.frames ?? 0))
  }
}

extension TransferError {
  /// A command that was not answered with OK.
  init(unanswered what: String, _ response: CommandResponse) {
    let isIgnored = response == .ignored
    self.init(
      errno: isIgnored ? .noData : .io, message: "\(what) was \(isIgnored ? "ignored" : "aborted")")
  }
}
