internal import FrameSim

extension ScenarioDecoder {
  /// The host with the geometry of DP0 filled in; nil where the columns are not known.
  mutating func decodeHost(
    _ view: ObjectView, columns: Int?
  ) -> (host: HostConfiguration, hasRandomPhase: Bool, streamData: DataSource?)? {
    var host = HostConfiguration()
    var streamData: DataSource?
    var hasRandomPhase = false
    if let field = view["host"], let view = reader.object(field, .host) {
      host.model = decodeModel(view) ?? host.model
      host.setup = view["setup"].flatMap { decodeSetup($0) } ?? host.setup
      if let field = view["syncWaitFrames"], let wait = decodeSyncWait(field) {
        (host.syncWait, hasRandomPhase) = wait
      }
      host.responses =
        view["responses"].flatMap { reader.word($0, ResponsePolicy.self) } ?? host.responses
      host.interface = view["interface"].flatMap { decodeInterface($0) } ?? host.interface
      host.interface.otherStreams = view["otherStreams"].flatMap { reader.integer($0) } ?? 0
      host.dma = view["dma"].flatMap { decodeDMA($0, host.interface) }
      checkElements(view, host)
      host.check = decodeCheck(view, host)
      host.retry = view["retry"].flatMap { decodeRetry($0) }
      if let field = view["offload"], let offload = decodeOffload(field) {
        (host.offload, streamData) = offload
      }
      if let dp0 = view["dp0"] {
        if host.isAMD {
          reader.error(
            dp0,
            "contradictory values: AMD's hardware has a geometry of its own, which follows from the frame")
          return nil
        }
        host.dp0 = decodeGeometry(dp0, columns: columns)
        if host.dp0 == nil { return nil }
      }
    }
    guard let columns else { return nil }
    if host.dp0 == nil, !host.isAMD { host.dp0 = PortGeometry(fillingColumns: columns) }
    return (host, hasRandomPhase, streamData)
  }

  /// When the host looks at responses; a DMA's host only can when it is through.
  private mutating func decodeCheck(_ view: ObjectView, _ host: HostConfiguration) -> ResponseCheck {
    let said = view["check"].flatMap { field in reader.word(field, ResponseCheck.self).map { (field, $0) } }
    guard case .hda = host.dma else { return said?.1 ?? host.check }
    if let (field, check) = said, check != .atEnd {
      reader.error(
        field, suggestion: .string(ResponseCheck.atEnd.rawValue),
        "contradictory values: with host.dma of the kind \"hda\" responses are in a buffer that is looked at when all "
          + "blocks are through, so check is \"atEnd\"")
    }
    return .atEnd
  }

  private mutating func decodeSetup(_ field: Field) -> TransferSetup? {
    switch field.node.value {
    case .object:
      guard let view = reader.object(field, .setup),
        let count = reader.required(
          view, "commands", "how many commands, \(ScenarioLimits.setupCommands.lowerBound) or more")
      else { return nil }
      return reader.integer(count).map { .commands($0) }
    case .number(let number):
      guard let count = number.integer, ScenarioLimits.setupCommands.contains(count) else {
        reader.error(
          field, "a number of commands is written { commands: N }; \(ObjectSchema.setup.members[0].complaint)"
        )
        return nil
      }
      let text = "{ commands: \(count) }"
      reader.error(field, suggestion: .value(text), "a number of commands is written \(text)")
      return nil
    default:
      return reader.word(field, SetupWord.self)?.setup
    }
  }

  private mutating func decodeSyncWait(_ field: Field) -> (wait: SyncWait, isRandom: Bool)? {
    if case .object = field.node.value { return decodePulse(field) }
    guard let frames = reader.integer(field) else { return nil }
    return (frames == 0 ? SyncWait.none : .frames(frames), false)
  }

  private mutating func decodePulse(_ field: Field) -> (wait: SyncWait, isRandom: Bool)? {
    guard let view = reader.object(field, .pulse) else { return nil }
    let interval = reader.required(view, "intervalFrames", "the frames from pulse to pulse, for example 12")
      .flatMap {
        reader.integer($0)
      }
    guard let field = view["phase"] else { return interval.map { (.pulse(interval: $0, phase: 0), false) } }
    if case .string = field.node.value {
      let word = reader.word(field, PhaseWord.self)
      guard let interval, word != nil else { return nil }
      return (.pulse(interval: interval, phase: 0), true)
    }
    guard let interval else {
      // The range is not known, but what stands there can still be looked at.
      _ = reader.integer(field)
      return nil
    }
    var range: String {
      "with an interval of \(interval) frames the phase is 0 to \(interval - 1), or \"random\""
    }
    return reader.integer(field, in: 0...interval - 1, range).map {
      (.pulse(interval: interval, phase: $0), false)
    }
  }

  private enum PhaseWord: String, CaseIterable {
    case random
  }

  private mutating func decodeGeometry(_ field: Field, columns: Int?) -> PortGeometry? {
    guard let view = reader.object(field, .hostDP0, example: "{} for all defaults") else { return nil }
    // Without columns there are no defaults; the parameters that are there are still looked at.
    var geometry = PortGeometry(fillingColumns: columns ?? 16)
    var isComplete = columns != nil
    func take(_ key: String, _ reader: inout SchemaReader) -> Int? {
      guard let field = view[key] else { return nil }
      let value = reader.integer(field)
      if value == nil { isComplete = false }
      return value
    }
    if let start = view["hStart"], case .number(let number) = start.node.value, number.integer == 0 {
      reader.error(start, "Column 0 carries the control word; DP0 starts in column 1 or after it")
      isComplete = false
    } else {
      geometry.hStart = take("hStart", &reader) ?? geometry.hStart
    }
    geometry.hStop = take("hStop", &reader) ?? geometry.hStop
    geometry.sampleInterval = take("sampleInterval", &reader) ?? geometry.sampleInterval
    geometry.wordLength = take("wordLength", &reader) ?? geometry.wordLength
    geometry.blockOffset = take("blockOffset", &reader) ?? geometry.blockOffset
    guard let columns, isComplete else { return nil }
    return checkGeometry(geometry, view, columns: columns) ? geometry : nil
  }

  /// Whether the columns exist and every block fits into its transport window (protocol reference 9.2).
  private mutating func checkGeometry(
    _ geometry: PortGeometry, _ view: ObjectView, columns: Int
  ) -> Bool {
    for key in ["hStart", "hStop"] {
      let column = key == "hStart" ? geometry.hStart : geometry.hStop
      if column >= columns, let field = view[key] {
        reader.error(
          field, "column \(column) does not exist; bus.columns is \(columns), so the last is \(columns - 1)")
        return false
      }
    }
    if geometry.hStop < geometry.hStart {
      reader.error(
        view["hStop"] ?? view.field,
        "contradictory values: hStop \(geometry.hStop) is before hStart \(geometry.hStart)")
      return false
    }
    let room = geometry.smallestWindow(columns: columns)
    if geometry.wordLength + geometry.blockOffset > room {
      let most = geometry.sampleInterval == 1 ? "slot" : "\(geometry.sampleInterval) slots"
      let offset = geometry.blockOffset == 0 ? "" : " after an offset of \(geometry.blockOffset)"
      reader.error(
        view.field,
        "contradictory values: a word of \(geometry.wordLength) bits\(offset) does not fit; of every \(most) "
          + "(sampleInterval), columns \(geometry.hStart) to \(geometry.hStop) have as few as \(room)")
      return false
    }
    return true
  }
}

extension PortGeometry {
  /// The fewest sub-frame slots in any sample window.
  ///
  /// Windows follow each other without regard to rows, so they start in every column that is a multiple
  /// of gcd(sampleInterval, columns). A window has whole rows, which all have as many sub-frame slots, and
  /// a rest that depends on where it starts.
  package func smallestWindow(columns: Int) -> Int {
    let width = hStop - hStart + 1
    let rest = sampleInterval % columns
    var step = columns
    var other = rest
    while other > 0 { (step, other) = (other, step % other) }
    let fewest = stride(from: 0, to: columns, by: step).map { start in
      (start..<start + rest).count { (hStart...hStop).contains($0 % columns) }
    }.min()
    return sampleInterval / columns * width + (fewest ?? 0)
  }
}
