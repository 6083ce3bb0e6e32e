/// Collects everything that is wrong with a text, to list it all at once.
struct DiagnosticCollector: Sendable {
  /// So many messages are kept; a file with more mistakes is no scenario at all.
  static let limit = 1000

  private struct Entry {
    var offset: Int
    var severity: Diagnostic.Severity
    var message: String
  }

  private var entries: [Entry] = []
  private var leftOut = 0
  /// Whether anything makes the file unusable.
  private(set) var hasErrors = false
  /// Whether there are no messages.
  var isEmpty: Bool { entries.isEmpty }
  /// Whether no more messages are kept.
  var isFull: Bool { entries.count >= Self.limit }
  /// Whether all that is wrong is that data files are missing.
  private(set) var onlyMissingFiles = true

  /// An error at a byte offset; the message is only made if it is kept.
  mutating func error(at offset: Int, _ message: @autoclosure () -> String) {
    onlyMissingFiles = false
    add(offset, .error, message())
  }

  /// An error because a data file does not exist.
  mutating func missingFile(at offset: Int, _ message: @autoclosure () -> String) {
    add(offset, .error, message())
  }

  /// A warning at a byte offset.
  mutating func warning(at offset: Int, _ message: @autoclosure () -> String) {
    add(offset, .warning, message())
  }

  private mutating func add(
    _ offset: Int, _ severity: Diagnostic.Severity, _ message: @autoclosure () -> String
  ) {
    if severity == .error { hasErrors = true }
    if entries.count < Self.limit {
      entries.append(Entry(offset: offset, severity: severity, message: message()))
    } else {
      leftOut += 1
    }
  }

  /// All messages in the order of the text; `moved` may give each another place and wording.
  func diagnostics(
    in source: SourceText,
    moved: (_ offset: Int, _ message: String) -> (offset: Int, message: String) = { ($0, $1) }
  ) -> [Diagnostic] {
    let entries = entries.map { entry in
      let (offset, message) = moved(entry.offset, entry.message)
      return Entry(offset: offset, severity: entry.severity, message: message)
    }
    // The index keeps messages of the same place in the order they were found.
    let ordered = entries.enumerated().sorted {
      ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
    }.map(\.element)
    let positions = source.positions(of: ordered.map(\.offset))
    var result = zip(ordered, positions).map { entry, position in
      Diagnostic(
        file: source.name, position: position, severity: entry.severity, message: entry.message)
    }
    if leftOut > 0 {
      let severity: Diagnostic.Severity = hasErrors ? .error : .warning
      result.append(
        Diagnostic(
          file: source.name, position: nil, severity: severity, message: "and \(leftOut) more messages"))
    }
    return result
  }
}
