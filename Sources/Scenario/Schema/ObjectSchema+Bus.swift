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
        required: "clockHz", .integer(ScenarioLimits.clockHz), "The clock, with two bit slots per period.",
        unit: "hertz", rule: "the clock is a whole number of hertz from #",
        note: "a warning above 12288000, the highest clock of the basic PHY"),
      SchemaKey(
        required: "rows", .oneOf(FrameShape.rowCounts), "Rows of a frame.", unit: "rows",
        rule: "a row count is one of #"),
      SchemaKey(
        required: "columns", .oneOf(FrameShape.columnCounts), "Columns of a frame.",
        unit: "columns", rule: "a column count is one of #"),
      SchemaKey(
        "sspEverySeconds", .real(ScenarioLimits.syncSeconds),
        "How far stream synchronisation points are apart at most while a data channel is open.",
        unit: "seconds",
        rule: "a synchronisation point is given every # seconds, 0 for never",
        note: "0 is never; down to whole nanoseconds; see below", default: 0.1),
    ],
    aliases: [
      "clock": ("clockHz", inHertz), "clockmhz": ("clockHz", inHertz), "clockkhz": ("clockHz", inHertz),
      "clk": ("clockHz", inHertz), "frequency": ("clockHz", inHertz), "freq": ("clockHz", inHertz),
      "frequencyhz": ("clockHz", inHertz), "frequencymhz": ("clockHz", inHertz),
      "clockfrequency": ("clockHz", inHertz), "clockrate": ("clockHz", inHertz), "mhz": ("clockHz", inHertz),
      "ssp": ("sspEverySeconds", "in seconds"), "sspinterval": ("sspEverySeconds", "in seconds"),
      "sspeveryms": ("sspEverySeconds", "in seconds: 100 ms is 0.1"),
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
      SchemaKey(
        required: "device", .integer(ScenarioLimits.device), "The device number.",
        rule: "a Peripheral has a device number from #", note: "each once"),
      SchemaKey(
        "name", .name, "What people call it.",
        otherwise: "`\"device\"` and the number, for example `\"device1\"`"),
      SchemaKey("memory", .list(.object(memory), 0...Int.max), "Its memory regions.", default: []),
      SchemaKey(
        "dp0", .object(peripheralDP0), "Its Data Port 0, of which `{}` is all defaults.",
        otherwise: "no Data Port 0"),
    ],
    aliases: [
      "devicenumber": ("device", ""), "number": ("device", ""), "id": ("device", ""), "dev": ("device", ""),
      "memories": ("memory", ""), "regions": ("memory", ""), "dataport0": ("dp0", ""),
    ])

  static let memory = ObjectSchema(
    name: "memory[]",
    members: [
      SchemaKey(
        required: "address", .address(ScenarioLimits.memoryAddresses), "The first address.",
        rule: "addresses are whole numbers from #",
        note: "a warning where a region reaches 0x48000000, from where on addresses are reserved"),
      SchemaKey(
        required: "bytes", .integer(ScenarioLimits.regionBytes), "The length.", unit: "bytes",
        rule: "a region has # bytes", note: "the last address is at most 0xFFFFFFFF"),
      SchemaKey(
        "access", .words(MemoryAccess.self), "Who may access it.",
        note:
          "a write to `\"ro\"` is Ignored over Column 0 and answered OK_Bad over BRA, a read of `\"wo\"` likewise",
        default: .string(MemoryAccess.readWrite.rawValue)),
      SchemaKey(
        "notReadyEvery", .integer(ScenarioLimits.notReadyEvery),
        "The Target answers NotReady to every so many of the blocks that begin in the region.",
        unit: "blocks", rule: "every # blocks one is answered NotReady",
        note: "blocks that are sent again count as others; Column 0 knows no NotReady",
        otherwise: "never"),
    ],
    aliases: length.merging(
      [
        "start": ("address", ""), "base": ("address", ""), "rights": ("access", ""), "mode": ("access", ""),
        "notready": ("notReadyEvery", "so many blocks"), "stall": ("notReadyEvery", "so many blocks"),
      ],
      uniquingKeysWith: { $1 }),
    refusals: [
      "end": "a region is given by address and bytes", "last": "a region is given by address and bytes",
    ])

  static let peripheralDP0 = ObjectSchema(
    name: "peripherals[].dp0",
    members: [
      SchemaKey(
        "maxBytesPerFrame", .integer(ScenarioLimits.blockBytes), "Most data bytes of a block.",
        unit: "bytes", rule: "a block carries # bytes", default: .count(DP0Limits().maxBytesPerFrame)),
      SchemaKey(
        "blockAlignment", .integer(ScenarioLimits.blockBytes),
        "The data length of each block but the last is a multiple of it.", unit: "bytes",
        rule: "the alignment is # bytes", note: "a warning if it is above `maxBytesPerFrame`",
        default: .count(DP0Limits().blockAlignment)),
    ],
    aliases: [
      "maxbytes": ("maxBytesPerFrame", ""), "bytesperframe": ("maxBytesPerFrame", ""),
      "maxdataperframe": ("maxBytesPerFrame", ""), "alignment": ("blockAlignment", ""),
      "align": ("blockAlignment", ""),
    ])
}
