/// The keys that an object of a scenario can have.
package struct ObjectSchema {
  /// What the object is called in messages.
  package var name: String
  /// Its keys.
  package var keys: [String]
  /// Keys people write instead, in lower case, with the right key and a remark.
  var aliases: [String: (key: String, remark: String)] = [:]
  /// Keys that were never meant to be written, in lower case, with the reason.
  var refusals: [String: String] = [:]

  /// The end of a message about a key that the object does not have.
  func hint(for key: String) -> String {
    let lower = Self.plain(key)
    if let reason = refusals[lower] { return "; \(reason)" }
    if let alias = aliases[lower] {
      return "; did you mean \(quote(alias.key))\(alias.remark.isEmpty ? "" : " (\(alias.remark))")?"
    }
    if let near = nearest(to: key, among: keys) { return "; did you mean \(quote(near))?" }
    let homes = Self.all.filter { $0.name != name && $0.keys.contains(key) }.map(\.name)
    if !homes.isEmpty { return "; it belongs in \(list(homes, "or"))" }
    return keys.count > 12 ? "" : "; the keys are \(list(keys))"
  }
}

extension ObjectSchema {
  /// The key that was probably meant by a key that the object does not have.
  func meant(by key: String) -> String? {
    let lower = Self.plain(key)
    return refusals[lower] == nil ? aliases[lower]?.key ?? nearest(to: key, among: keys) : nil
  }

  private static func plain(_ key: String) -> String {
    key.lowercased().filter { $0 != "_" && $0 != "-" }
  }

  private static let inBytes = "in bytes: 1 KiB is 1024"
  private static let length: [String: (key: String, remark: String)] = [
    "size": ("bytes", ""), "length": ("bytes", ""), "len": ("bytes", ""), "count": ("bytes", ""),
    "byte": ("bytes", ""), "sizekib": ("bytes", inBytes), "sizekb": ("bytes", inBytes),
    "kib": ("bytes", inBytes), "kb": ("bytes", inBytes), "kibibytes": ("bytes", inBytes),
    "kilobytes": ("bytes", inBytes), "byteskib": ("bytes", inBytes), "mib": ("bytes", inBytes),
  ]
  private static let inHertz = "in hertz: 4.8 MHz is 4800000"

  static let scenario = ObjectSchema(
    name: "the scenario",
    keys: ["format", "name", "seed", "bus", "peripherals", "host", "transfers", "faults", "expect"],
    aliases: [
      "version": ("format", ""), "schema": ("format", ""), "title": ("name", ""),
      "devices": ("peripherals", ""), "slaves": ("peripherals", ""), "targets": ("peripherals", ""),
      "master": ("host", ""), "manager": ("host", ""), "expectations": ("expect", ""),
      "expected": ("expect", ""), "asserts": ("expect", ""),
    ],
    refusals: [
      "sweep": "sweeps come in a later version; this version runs one scenario as it stands",
      "breakeven": "the break-even search comes in a later version",
      "policy": "transfer policies come in a later version",
    ])
  static let bus = ObjectSchema(
    name: "bus", keys: ["clockHz", "rows", "columns"],
    aliases: [
      "clock": ("clockHz", inHertz), "clockmhz": ("clockHz", inHertz), "clockkhz": ("clockHz", inHertz),
      "clk": ("clockHz", inHertz), "frequency": ("clockHz", inHertz), "freq": ("clockHz", inHertz),
      "frequencyhz": ("clockHz", inHertz), "frequencymhz": ("clockHz", inHertz),
      "clockfrequency": ("clockHz", inHertz), "clockrate": ("clockHz", inHertz), "mhz": ("clockHz", inHertz),
      "khz": ("clockHz", inHertz), "hz": ("clockHz", inHertz), "cols": ("columns", ""),
    ],
    refusals: [
      "frameratehz": "the frame rate follows from clockHz, rows and columns",
      "framerate": "the frame rate follows from clockHz, rows and columns",
      "slotratehz": "the slot rate is twice clockHz",
    ])
  static let peripheral = ObjectSchema(
    name: "peripherals[]", keys: ["device", "name", "memory", "dp0"],
    aliases: [
      "devicenumber": ("device", ""), "number": ("device", ""), "id": ("device", ""), "dev": ("device", ""),
      "memories": ("memory", ""), "regions": ("memory", ""), "dataport0": ("dp0", ""),
    ])
  static let memory = ObjectSchema(
    name: "memory[]", keys: ["address", "bytes", "access"],
    aliases: length.merging(
      ["start": ("address", ""), "base": ("address", ""), "rights": ("access", ""), "mode": ("access", "")],
      uniquingKeysWith: { $1 }),
    refusals: [
      "end": "a region is given by address and bytes", "last": "a region is given by address and bytes",
    ]
  )
  static let peripheralDP0 = ObjectSchema(
    name: "peripherals[].dp0", keys: ["maxBytesPerFrame", "blockAlignment"],
    aliases: [
      "maxbytes": ("maxBytesPerFrame", ""), "bytesperframe": ("maxBytesPerFrame", ""),
      "maxdataperframe": ("maxBytesPerFrame", ""), "alignment": ("blockAlignment", ""),
      "align": ("blockAlignment", ""),
    ])
  static let host = ObjectSchema(
    name: "host", keys: ["model", "setup", "syncWaitFrames", "responses", "dp0"],
    aliases: [
      "syncwait": ("syncWaitFrames", "in frames"), "wait": ("syncWaitFrames", "in frames"),
      "commands": ("setup", "as { commands: N }"), "response": ("responses", ""),
    ])
  static let setup = ObjectSchema(name: "host.setup", keys: ["commands"])
  static let hostDP0 = ObjectSchema(
    name: "host.dp0", keys: ["hStart", "hStop", "sampleInterval", "wordLength", "blockOffset"],
    aliases: [
      "interval": ("sampleInterval", "in slots"), "offset": ("blockOffset", "in slots of the sub-frame"),
      "samplewordlength": ("wordLength", "in bits"), "hctrl": ("hStart", "with hStop"),
    ])
  static let transfer = ObjectSchema(
    name: "transfers[]", keys: ["name", "via", "op", "device", "address", "data", "bytes"],
    aliases: length.merging(
      [
        "operation": ("op", ""), "direction": ("op", ""), "type": ("op", ""), "path": ("via", ""),
        "mode": ("via", ""), "dev": ("device", ""), "addr": ("address", ""), "register": ("address", ""),
        "file": ("data", "as { file: ... }"), "pattern": ("data", "as { pattern: ..., bytes: N }"),
        "hex": ("data", "as { hex: ... }"),
      ], uniquingKeysWith: { $1 }))
  static let data = ObjectSchema(
    name: "data", keys: ["file", "pattern", "hex", "bytes", "seed"],
    aliases: length.merging(
      ["path": ("file", ""), "filename": ("file", ""), "fill": ("pattern", ""), "text": ("hex", "")],
      uniquingKeysWith: { $1 }))
  static let expect = ObjectSchema(
    name: "expect[]",
    keys: ["transfer", "total", "status", "error"]
      + ExpectationKey.all.map(\.name),
    aliases: [
      "name": ("transfer", ""), "errno": ("error", ""), "result": ("status", ""),
      "maxframes": ("framesAtMost", ""), "minframes": ("framesAtLeast", ""),
      "mindatarate": ("bytesPerSecondAtLeast", ""), "throughputatleast": ("bytesPerSecondAtLeast", ""),
      "efficiency": ("efficiencyAtLeast", "or efficiencyAtMost"),
      "bytespersecond": ("bytesPerSecondAtLeast", "or bytesPerSecondAtMost"),
      "seconds": ("secondsAtMost", "or secondsAtLeast"),
    ])

  /// Every kind of object, to say where a key belongs.
  package static let all = [
    scenario, bus, peripheral, memory, peripheralDP0, host, setup, hostDP0, transfer, data, expect,
  ]
}
