internal import FrameSim

extension ObjectSchema {
  static let inBytes = "in bytes: 1 KiB is 1024"
  static let length: [String: (key: String, remark: String)] = [
    "size": ("bytes", ""), "length": ("bytes", ""), "len": ("bytes", ""), "count": ("bytes", ""),
    "byte": ("bytes", ""), "sizekib": ("bytes", inBytes), "sizekb": ("bytes", inBytes),
    "kib": ("bytes", inBytes), "kb": ("bytes", inBytes), "kibibytes": ("bytes", inBytes),
    "kilobytes": ("bytes", inBytes), "byteskib": ("bytes", inBytes), "mib": ("bytes", inBytes),
  ]
  private static let inHertz = "in hertz: 4.8 MHz is 4800000"

  static let bus = ObjectSchema(
    name: "bus",
    members: [
      SchemaKey(
        required: "clockHz", .integer(ScenarioLimits.clockHz),
        "The clock in hertz; two bit slots per period."),
      SchemaKey(required: "rows", .oneOf(FrameShape.rowCounts), "Rows per frame."),
      SchemaKey(required: "columns", .oneOf(FrameShape.columnCounts), "Columns per frame."),
    ],
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
    name: "peripherals[]",
    members: [
      SchemaKey(required: "device", .integer(ScenarioLimits.device), "The device number."),
      SchemaKey("name", .name, "What people call it; \"device\" and the number by default."),
      SchemaKey("memory", .list(.object(memory), 0...Int.max), "Its memory regions.", default: []),
      SchemaKey("dp0", .object(peripheralDP0), "Its Data Port 0; without this key it has none."),
    ],
    aliases: [
      "devicenumber": ("device", ""), "number": ("device", ""), "id": ("device", ""), "dev": ("device", ""),
      "memories": ("memory", ""), "regions": ("memory", ""), "dataport0": ("dp0", ""),
    ])

  static let memory = ObjectSchema(
    name: "memory[]",
    members: [
      SchemaKey(required: "address", .integer(ScenarioLimits.memoryAddresses), "The first address."),
      SchemaKey(required: "bytes", .integer(ScenarioLimits.regionBytes), "The length in bytes."),
      SchemaKey("access", .words(MemoryAccess.self), "Who may access it.", default: "rw"),
    ],
    aliases: length.merging(
      ["start": ("address", ""), "base": ("address", ""), "rights": ("access", ""), "mode": ("access", "")],
      uniquingKeysWith: { $1 }),
    refusals: [
      "end": "a region is given by address and bytes", "last": "a region is given by address and bytes",
    ])

  static let peripheralDP0 = ObjectSchema(
    name: "peripherals[].dp0",
    members: [
      SchemaKey(
        "maxBytesPerFrame", .integer(ScenarioLimits.blockBytes), "Most data bytes of a block.", default: 511),
      SchemaKey(
        "blockAlignment", .integer(ScenarioLimits.blockBytes),
        "The data length in bytes of each block but the last is a multiple of it.", default: 1),
    ],
    aliases: [
      "maxbytes": ("maxBytesPerFrame", ""), "bytesperframe": ("maxBytesPerFrame", ""),
      "maxdataperframe": ("maxBytesPerFrame", ""), "alignment": ("blockAlignment", ""),
      "align": ("blockAlignment", ""),
    ])
}
