/// What of a transfer over BRA goes over Column 0: transfers of their own, while the stream stands aside or after it.
struct Column0Visits: Sendable {
  private let requests: [(request: TransferRequest, offset: Int)]
  private let model: HostModel
  private var place = 0
  /// Data bytes of each that is through.
  private(set) var done: [Int] = []
  /// Why one failed, or nil.
  private(set) var error: TransferError?
  private var incoming: [UInt8] = []
  /// The frames of those that are through.
  private var frames: [[SectionResult]] = []

  init(_ requests: [(request: TransferRequest, offset: Int)], _ model: HostModel) {
    self.requests = requests
    self.model = model
  }

  /// Whether there are any.
  var isInUse: Bool { !requests.isEmpty }

  /// Whether another is left.
  var hasNext: Bool { place < requests.count && error == nil }

  /// Begins it in the next frame.
  func begin(_ view: HostView, _ timeline: BusTimeline) -> Column0Program {
    Column0Program(
      requests[place].request, HostPace(model, path: .column0, from: view.slot, timeline),
      firstByte: requests[place].offset)
  }

  /// It is through.
  mutating func end(_ program: Column0Program) {
    done.append(program.done)
    incoming += program.incoming
    if error == nil { error = program.error }
    frames.append(program.sectionFrames.results(of: requests[place].request.sections))
    place += 1
  }

  /// The bytes that came, in order; those of one under way, too.
  func incoming(_ program: Column0Program, isUnderWay: Bool) -> [UInt8] {
    isUnderWay ? incoming + program.incoming : incoming
  }

  /// Puts the frames of its sections among those of a route.
  func addFrames(to results: inout [SectionResult], _ route: TransferRoute, _ underWay: Column0Program?) {
    var all = frames
    if let underWay, place < requests.count {
      all.append(underWay.sectionFrames.results(of: requests[place].request.sections))
    }
    let after = results.count
    for (index, sections) in all.enumerated() {
      let first = route.place(ofColumn0: index) ?? after
      for (offset, section) in sections.enumerated() {
        if first + offset == results.count {
          results.append(section)
        } else {
          // What is left over is sent as often as the rest.
          results[first + offset].frames += section.frames
        }
      }
    }
  }
}
