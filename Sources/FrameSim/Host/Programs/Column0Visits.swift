internal import BRAEncoder

/// A part of a transfer over BRA that goes over Column 0: a transfer of its own.
struct Column0Visit: Sendable {
  let request: TransferRequest
  /// Of each of its sections, where its bytes are among those that the transfer moves over BRA, or after them.
  let offsets: [Int]
  /// Of each, which section of the result it belongs to.
  let places: [Int]
  /// What it is.
  let kind: Kind
  /// How many of its first bytes have gone over BRA in vain.
  var tried = 0

  enum Kind: Hashable, Sendable, CaseIterable {
    /// Sections that the interface sends over Column 0.
    case short
    /// What a policy leaves over.
    case rest
    /// What did not go through over BRA.
    case unsent
  }
}

/// What of a transfer over BRA goes over Column 0: transfers of their own, while the stream stands aside or after it.
struct Column0Visits: Sendable {
  private var visits: [Column0Visit]
  private let model: HostModel
  /// How what does not go through over BRA would go; nil where it does not go over Column 0.
  private let route: TransferRoute?
  private var place = 0
  /// Data bytes of each that is through.
  private var done: [Int] = []
  /// Why one failed, or nil.
  private(set) var error: TransferError?
  /// Why bytes that were to go over BRA are among them; nil where none are.
  private(set) var fallback: TransferError?
  /// The bytes that reads brought, by visit; those that another brought at the same place are kept no longer.
  private var incoming: [[UInt8]] = []
  /// The latest visit that brought bytes at a place.
  private var latest: [Int: Int] = [:]
  /// The frames of those that are through.
  private var frames: [[SectionResult]] = []

  /// The visits of a route; `fallsBack` says that what does not go through over BRA becomes one.
  init(_ route: TransferRoute?, _ model: HostModel, fallsBack: Bool) {
    visits = route?.column0 ?? []
    self.route = fallsBack ? route : nil
    self.model = model
  }

  /// Whether there are any, or may be.
  var isInUse: Bool { !visits.isEmpty || route != nil }

  /// Whether another is left.
  var hasNext: Bool { place < visits.count && error == nil }

  /// Takes over what did not go through over BRA; false where it does not, or Column 0 does not reach all of it.
  mutating func take(_ unsent: UnsentBytes, after failure: TransferError?) -> Bool {
    guard let taken = route?.visits(for: unsent),
      taken.allSatisfy({ TransferRules.isInReach(ofColumn0: $0.request.sections) })
    else { return false }
    let left = visits[place...].filter { $0.kind == .rest }
    visits.replaceSubrange(place..., with: taken + left)
    fallback = failure
    return true
  }

  /// Begins it in the next frame.
  func begin(_ view: HostView, _ timeline: BusTimeline) -> Column0Program {
    let visit = visits[place]
    return Column0Program(
      visit.request, HostPace(model, path: .column0, from: view.slot, timeline),
      firstByte: visit.offsets.first ?? 0, tried: visit.tried)
  }

  /// It is through.
  mutating func end(_ program: Column0Program) {
    done.append(program.done)
    incoming.append(program.incoming)
    if let offset = visits[place].offsets.first, !program.incoming.isEmpty {
      if let before = latest[offset] { incoming[before] = [] }
      latest[offset] = place
    }
    if error == nil { error = program.error }
    frames.append(program.sectionFrames.results(of: visits[place].request.sections))
    place += 1
  }

  // MARK: What came of them, with one that is under way

  /// Data bytes of those of a kind.
  func done(_ kind: Column0Visit.Kind, _ underWay: Column0Program?) -> Int {
    var sum = 0
    for (visit, bytes) in zip(visits, done + (underWay.map { [$0.done] } ?? [])) where visit.kind == kind {
      sum += bytes
    }
    return sum
  }

  /// Puts the bytes that came among those of the blocks of a read.
  func put(into bytes: inout [UInt8], _ underWay: Column0Program?) {
    for (visit, part) in zip(visits, incoming + (underWay.map { [$0.incoming] } ?? [])) where !part.isEmpty {
      var start = 0
      for (section, offset) in zip(visit.request.sections, visit.offsets) {
        let piece = part[start..<min(part.count, start + section.byteCount)]
        start += section.byteCount
        bytes.replaceSubrange(
          min(offset, bytes.count)..<min(bytes.count, offset + piece.count), with: piece)
      }
    }
  }

  /// Puts the frames of their sections among those of the others.
  func addFrames(to results: inout [SectionResult], _ underWay: Column0Program?) {
    var all = frames
    if let underWay, place < visits.count {
      all.append(underWay.sectionFrames.results(of: visits[place].request.sections))
    }
    for (visit, sections) in zip(visits, all) {
      for (place, section) in zip(visit.places, sections) {
        // What is left over is sent as often as the rest.
        if place < results.count { results[place].frames += section.frames } else { results.append(section) }
      }
    }
  }
}
