internal import FrameSim

/// Where the bytes of a write come from.
extension ScenarioDecoder {
  mutating func decodeData(_ field: Field) -> Data? {
    let example = "{ file: \"firmware.bin\" }, { pattern: \"counter\", bytes: 32 } or { hex: \"DE AD\" }"
    guard let view = reader.object(field, .data, example: example) else { return nil }
    let kinds = DataKind.allCases.map(\.rawValue).filter { view[$0] != nil }
    if kinds.isEmpty, !view.hasUnknownKeys {
      reader.error(field, "it is not said what the data is; write \(example)")
    }
    if kinds.count > 1 {
      reader.error(field, "contradictory values: \(list(kinds)) are given; only one can be the data")
    }
    if let seed = view["seed"], view["pattern"] == nil {
      reader.error(seed, "a seed is for the pattern \"random\" only")
    }
    checkStrays(view)
    let length = (view["pattern"] == nil ? view["bytes"] : view.needed("bytes")).map {
      (field: $0, bytes: decodeLength($0))
    }
    if length != nil, length?.bytes == nil { return nil }
    guard kinds.count == 1 else { return nil }
    if let pattern = view.needed("pattern") {
      return decodePattern(pattern, view, bytes: length?.bytes).map { .source($0) }
    }
    let data = decodeContents(view)
    let count: Int? =
      switch data {
      case .source(let source): source.bytes
      case .firmware(let firmware): firmware.bytes
      case nil: nil
      }
    if let count, let length, let bytes = length.bytes, bytes != count {
      reader.error(
        length.field,
        "contradictory values: the \(kinds.joined()) has \(count) bytes, not \(bytes); leave bytes out"
      )
    }
    return data
  }

  /// Reports keys that belong to another kind of data.
  private mutating func checkStrays(_ view: ObjectView) {
    if let field = view["offset"], view["intelHex"] == nil, view["srec"] == nil {
      reader.error(field, "an offset is for files with addresses of their own (intelHex, srec) only")
    }
    for key in ["fileId", "vendorId"] {
      guard let field = view[key], view["swft"] == nil else { continue }
      reader.error(field, "\(key) is for a table of software files (swft) only")
    }
  }

  /// The data of a kind that has its length in itself.
  private mutating func decodeContents(_ view: ObjectView) -> Data? {
    if let field = view.needed("hex") { return decodeHex(field).map { .source($0) } }
    if let field = view.needed("file") { return decodeFile(field).map { .source($0) } }
    for format in FirmwareData.Format.allCases {
      guard let field = view.needed(format.rawValue) else { continue }
      let offset = view["offset"].map { reader.integer($0) } ?? 0
      guard let offset else { return nil }
      return decodeFirmware(field, format, offset: offset).map { .firmware($0) }
    }
    if let field = view.needed("swf") { return decodeSoftware(field, nil).map { .source(.software($0)) } }
    guard let field = view.needed("swft"),
      let id = reader.required(view, "fileId", "which file of the table, for example fileId: 1")
    else { return nil }
    let vendor = view["vendorId"].map { reader.integer($0) }
    guard let id = reader.integer(id), vendor != .some(nil) else { return nil }
    let selection = SoftwareData.Selection(
      fileId: UInt32(id), vendorId: vendor.flatMap { $0 }.map { UInt16($0) })
    return decodeSoftware(field, selection).map { .source(.software($0)) }
  }

  private mutating func decodePattern(_ field: Field, _ view: ObjectView, bytes: Int?) -> DataSource? {
    let pattern = reader.word(
      field, DataPattern.self,
      aliases: ["zero": .zeros, "one": .ones, "count": .counter, "ramp": .counter, "rand": .random])
    var own: UInt64?
    if let field = view["seed"] {
      own = seed(field)
      if let pattern, pattern != .random {
        reader.error(field, "a seed is for the pattern \"random\" only")
      }
      if own == nil { return nil }
    }
    if bytes == nil { reader.missing(view, "bytes", "the length of the pattern") }
    guard let pattern, let bytes else { return nil }
    return .pattern(pattern, bytes: bytes, seed: own)
  }

  private mutating func decodeHex(_ field: Field) -> DataSource? {
    guard let text = reader.string(field) else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for (index, byte) in text.utf8.enumerated() {
      if byte == 0x20 || (0x09...0x0D).contains(byte) { continue }
      guard let digit = hexadecimalDigit(byte) else {
        let hint = text.lowercased().contains("0x") ? "leave out 0x" : "write for example \"DE AD BE EF\""
        let character = text.utf8.index(text.utf8.startIndex, offsetBy: index)
        let scalar = String(text.unicodeScalars[character])
        reader.error(field, "\(quote(scalar)) at byte \(index + 1) is no hexadecimal digit; \(hint)")
        return nil
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    if high != nil {
      reader.error(field, "the hexadecimal text has an odd number of digits; a byte is two")
      return nil
    }
    if bytes.isEmpty {
      reader.error(field, "the data is empty; a transfer has at least one byte")
      return nil
    }
    return .bytes(bytes)
  }
}
