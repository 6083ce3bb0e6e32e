internal import FrameSim

/// Makes a scenario of a document, collecting all that is wrong with it.
struct ScenarioDecoder {
  /// The document.
  let document: JSON5Document
  /// The folder that relative data files are in; empty for the current one.
  let folder: String
  /// What `name` is by default.
  let defaultName: String
  /// What the scenario is read for.
  let use: ScenarioUse
  /// Takes the values out and collects what is wrong.
  var reader = SchemaReader()
  /// The data file that was looked into last: sections of a transfer may all be in one.
  var latestFile: (name: String, bytes: [UInt8])?
  /// Names of transfers that may have been meant by others, once there is one that no transfer has.
  var nearbyTransfers: NearbyWords?

  init(_ document: JSON5Document, folder: String, defaultName: String, use: ScenarioUse) {
    self.use = use
    self.document = document
    self.folder = folder
    self.defaultName = defaultName
  }

  /// The scenario, or nil after errors were collected.
  mutating func decode() -> ScenarioFile? {
    reportDuplicates()
    let root = Field(node: document.root, path: "")
    guard let view = reader.object(root, .scenario, example: "{ format: \"\(ScenarioFile.format)\", ... }")
    else { return nil }
    decodeFormat(view)
    if let field = view[ObjectSchema.schemaKey], reader.string(field)?.isEmpty == true {
      reader.error(field, "an empty text names no schema; leave the key out")
    }
    let name = view["name"].flatMap { reader.name($0) } ?? defaultName
    let seed = view["seed"].map { self.seed($0) } ?? 1
    let bus = decodeBus(view)
    let peripherals = decodePeripherals(view)
    let host = decodeHost(view, columns: bus.columns)
    let policy = decodePolicy(view)
    let transfers = decodeTransfers(view)
    let breakeven = decodeBreakeven(view)
    checkDevices(view, transfers, breakeven, peripherals)
    checkTriggers(view, transfers, host?.host.offload)
    decodeFaults(view)
    let expectations = decodeExpectations(view)
    let axes = decodeSweep(view)
    guard !reader.diagnostics.hasErrors, let bus = bus.bus, let host else { return nil }
    return ScenarioFile(
      name: name, seed: seed ?? 1, bus: bus, peripherals: peripherals, host: host.host,
      hasRandomPhase: host.hasRandomPhase, policy: policy, breakeven: breakeven, streamData: host.streamData,
      transfers: transfers, expectations: expectations, axes: axes, document: document, folder: folder)
  }

  private mutating func reportDuplicates() {
    // The first places of all in one pass over the text; more than the collector keeps are not needed.
    let known = document.duplicates.prefix(DiagnosticCollector.limit).sorted { $0.first < $1.first }
    let firsts = zip(known, document.source.positions(of: known.map(\.first)))
    let places = Dictionary(firsts.map { ($0.offset, $1) }, uniquingKeysWith: { $1 })
    for duplicate in document.duplicates {
      let first = places[duplicate.offset].map { "; it stands first at \($0.line):\($0.column)" } ?? ""
      reader.diagnostics.error(
        at: duplicate.offset, "duplicate key \(quote(duplicate.key))\(first)")
    }
  }

  private mutating func decodeFormat(_ view: ObjectView) {
    let hint = "write format: \"\(ScenarioFile.format)\""
    guard let field = reader.required(view, "format", hint), let format = reader.string(field) else { return }
    if format.hasSameBytes(as: ScenarioFile.format) { return }
    if format.utf8.starts(with: "simctl-scenario/".utf8) {
      reader.error(
        field, "\(quote(format)) is another version; this version reads \"\(ScenarioFile.format)\"")
    } else {
      reader.error(
        field, suggestion: .string(ScenarioFile.format), "\(quote(format)) is not known; \(hint)")
    }
  }

  /// A seed.
  mutating func seed(_ field: Field) -> UInt64? {
    reader.integer(field).map {
      UInt64($0)
    }
  }

  /// The bus, and its columns where at least these are right.
  mutating func decodeBus(_ view: ObjectView) -> (bus: ScenarioBus?, columns: Int?) {
    let example = "{ clockHz: 4800000, rows: 50, columns: 4 }"
    guard let field = reader.required(view, "bus", "write bus: \(example)"),
      let bus = reader.object(field, .bus, example: example)
    else { return (nil, nil) }
    let clock = reader.required(bus, "clockHz", "the clock in hertz, for example 4800000").flatMap {
      decodeClock($0)
    }
    let rows = reader.required(bus, "rows", "the rows of a frame, for example 50").flatMap {
      oneOf($0, "row count")
    }
    let columns = reader.required(bus, "columns", "the columns of a frame, for example 4").flatMap {
      oneOf($0, "column count")
    }
    let sync = bus["sspEverySeconds"].map { decodeSyncInterval($0) } ?? ScenarioBus.defaultSyncNanoseconds
    guard let clock, let rows, let columns, let sync, let shape = FrameShape(rows: rows, columns: columns)
    else { return (nil, columns) }
    return (ScenarioBus(clockHz: clock, shape: shape, syncNanoseconds: sync), columns)
  }

  private mutating func decodeSyncInterval(_ field: Field) -> UInt64? {
    wholeTime(field, "seconds", in: "nanoseconds", "0.000000001", each: 1e9)
  }

  private mutating func decodeClock(_ field: Field) -> Int? {
    guard let clock = reader.integer(field) else {
      return nil
    }
    if clock > 12_288_000 {
      // Protocol reference section 1.7.
      reader.warning(field, "\(clock) Hz is above 12288000 Hz, the highest clock of the basic PHY")
    }
    return clock
  }

  private mutating func oneOf(_ field: Field, _ what: String) -> Int? {
    guard let key = field.key, case .oneOf(let legal) = key.type,
      let value = reader.integer(field, in: 0...Int.max, key.complaint)
    else { return nil }
    if legal.contains(value) { return value }
    let near = [legal.last { $0 < value }, legal.first { $0 > value }].compactMap { $0 }
    reader.error(
      field, suggestion: near.count == 1 ? .value("\(near[0])") : nil,
      "\(value) is no \(what) of SoundWire; the nearest \(near.count == 1 ? "is" : "are") "
        + list(near.map { "\($0)" }))
    return nil
  }

  mutating func decodeFaults(_ view: ObjectView) {
    guard let field = view["faults"], let faults = reader.elements(field, isOfObjects: false), !faults.isEmpty
    else { return }
    reader.error(field, "not supported yet; faults come in a later version, until then the list is empty: []")
  }
}
