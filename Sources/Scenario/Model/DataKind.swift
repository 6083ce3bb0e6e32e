/// What the bytes of a write can be; the raw value is the key of `data` that says so.
enum DataKind: String, CaseIterable {
  case file, pattern, hex, intelHex, srec, swf, swft

  /// Whether its value is the name of a file.
  var isFile: Bool { self != .pattern && self != .hex }

  /// The keys of those that are files.
  static let fileKeys = allCases.filter(\.isFile).map(\.rawValue)

  /// The keys that not all kinds take, and which this one does.
  var options: [String] {
    switch self {
    case .pattern: ["seed"]
    case .intelHex, .srec: ["offset"]
    case .swft: ["fileId", "vendorId"]
    case .file, .hex, .swf: []
    }
  }

  /// All kinds, those without keys of their own first.
  static let simplestFirst = allCases.filter { $0.options.isEmpty } + allCases.filter { !$0.options.isEmpty }

  /// The keys that must be there besides.
  var needs: [String] {
    switch self {
    case .pattern: ["bytes"]
    case .swft: ["fileId"]
    case .file, .hex, .intelHex, .srec, .swf: []
    }
  }
}
