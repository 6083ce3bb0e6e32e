/// Collects everything that is wrong with a text, to list it all at once.
struct DiagnosticCollector: Sendable {
  /// So many messages are kept; a file with more mistakes is no scenario at all.
  static let limit = 1000

  /// A message and its place.
  struct Entry: Sendable {
    var offset: Int
    var severity: Diagnostic.Severity
    var path: String
    var message: String
    var suggestion: Suggestion?
    /// Where in another file it is, that the text names at the offset; nil where it is about the text.
    var other: (file: String, place: FirmwarePlace)?
  }

  private(set) var entries: [Entry] = []
  private var leftOut = 0
  /// Whether anything makes the file unusable.
  private(set) var hasErrors = false
  /// Whether there are no messages.
  var isEmpty: Bool { entries.isEmpty }
  /// Whether no more messages are kept.
  var isFull: Bool { entries.count >= Self.limit }
  /// Whether all that is wrong is that data files are missing.
  private(set) var onlyMissingFiles = true

  /// An error at a byte offset, about a key path; the message is only made if it is kept.
  ///
  /// `suggestion` is what to write instead of the key or value at the offset.
  mutating func error(
    at offset: Int, path: @autoclosure () -> String = "", suggestion: Suggestion? = nil,
    _ message: @autoclosure () -> String
  ) {
    onlyMissingFiles = false
    add(offset, .error, path(), suggestion, message())
  }

  /// An error because a data file does not exist.
  mutating func missingFile(at offset: Int, path: String, _ message: @autoclosure () -> String) {
    add(offset, .error, path, nil, message())
  }

  /// A warning at a byte offset.
  mutating func warning(at offset: Int, path: String, _ message: @autoclosure () -> String) {
    add(offset, .warning, path, nil, message())
  }

  /// An error or a warning about another file that is named at a byte offset.
  mutating func add(
    _ severity: Diagnostic.Severity, at offset: Int, in file: String, _ place: FirmwarePlace,
    _ message: String
  ) {
    if severity == .error { onlyMissingFiles = false }
    let count = entries.count
    add(offset, severity, "", nil, message)
    if entries.count > count { entries[count].other = (file, place) }
  }

  private mutating func add(
    _ offset: Int, _ severity: Diagnostic.Severity, _ path: @autoclosure () -> String,
    _ suggestion: Suggestion?,
    _ message: @autoclosure () -> String
  ) {
    if severity == .error { hasErrors = true }
    guard entries.count < Self.limit else {
      leftOut += 1
      return
    }
    let path = path()
    entries.append(
      Entry(
        offset: offset, severity: severity, path: path,
        message: path.isEmpty ? message() : "\(path): \(message())", suggestion: suggestion))
  }

  /// Messages in the order of the text, those of the same place in the order they were found.
  static func inOrderOfText(_ entries: [Entry]) -> [Entry] {
    entries.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }.map(
      \.element)
  }

  /// Messages in the order they are given.
  static func diagnostics(_ entries: [Entry], in source: SourceText) -> [Diagnostic] {
    let offsets = Set(entries.map(\.offset)).sorted()
    let positions = Dictionary(
      zip(offsets, source.positions(of: offsets)).map { ($0, $1) }, uniquingKeysWith: { $1 })
    return entries.compactMap { entry in
      if let other = entry.other {
        return Diagnostic(
          file: other.file, place: other.place, severity: entry.severity, message: entry.message)
      }
      return positions[entry.offset].map { position in
        Diagnostic(
          in: source, source.markedRange(at: entry.offset), at: position, entry.severity, path: entry.path,
          entry.message, suggestion: entry.suggestion?.text(insteadOf: entry.offset, in: source))
      }
    }
  }

  /// All messages in the order of the text; `moved` may give each another place and wording.
  func diagnostics(
    in source: SourceText,
    moved: (_ offset: Int, _ message: String) -> (offset: Int, message: String) = { ($0, $1) }
  ) -> [Diagnostic] {
    let entries = entries.map { entry in
      var result = entry
      (result.offset, result.message) = moved(entry.offset, entry.message)
      // What was meant there is not what belongs here.
      if result.offset != entry.offset { result.suggestion = nil }
      return result
    }
    var result = Self.diagnostics(Self.inOrderOfText(entries), in: source)
    if leftOut > 0 {
      let severity: Diagnostic.Severity = hasErrors ? .error : .warning
      result.append(
        Diagnostic(file: source.name, severity: severity, message: "and \(leftOut) more messages"))
    }
    return result
  }
}
