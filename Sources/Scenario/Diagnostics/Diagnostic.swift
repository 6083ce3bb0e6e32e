/// One message about a file, with its place.
public struct Diagnostic: Hashable, Sendable {
  /// Whether the file can be used all the same.
  public enum Severity: String, Hashable, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, but is perhaps not what was meant.
    case warning
  }

  /// The file's name as the user wrote it.
  public var file: String
  /// The place, or nil where the message is about the file as a whole.
  public var position: SourcePosition?
  /// The place in a data file, which has no columns; nil for a message about the scenario.
  public var dataPlace: FirmwarePlace?
  /// The column after the last character of the key or value the message is about, in the same line; nil without a place.
  ///
  /// Of an object or list that goes on in further lines it is the column after its bracket.
  public var endColumn: Int?
  /// Whether the file can be used all the same.
  public var severity: Severity
  /// The key path of what the message is about, such as `transfers[0].address`; empty for the scenario as a whole.
  public var path: String
  /// What is wrong, where (key path), and what was probably meant.
  public var message: String
  /// What to write instead of the text from the column to the end column, or nil where that is not known.
  public var suggestion: String?
  /// The line of the text with a mark under the place, or nil without a place.
  public var excerpt: SourceExcerpt?

  /// A message about a place in a file, or about the file as a whole.
  public init(
    file: String, position: SourcePosition? = nil, place: FirmwarePlace? = nil, endColumn: Int? = nil,
    severity: Severity,
    path: String = "", message: String, suggestion: String? = nil, excerpt: SourceExcerpt? = nil
  ) {
    self.file = file
    self.position = position
    dataPlace = place
    self.endColumn = endColumn
    self.severity = severity
    self.path = path
    self.message = message
    self.suggestion = suggestion
    self.excerpt = excerpt
  }
}

extension Diagnostic {
  /// A message about a range of bytes of a text that starts at a position; an empty text has no line to show.
  init(
    in source: SourceText, _ range: Range<Int>, at position: SourcePosition, _ severity: Severity,
    path: String = "", _ message: String, suggestion: String? = nil
  ) {
    self.init(
      file: source.name, position: position, endColumn: position.column + source.characters(in: range),
      severity: severity, path: path, message: message, suggestion: suggestion,
      excerpt: source.bytes.isEmpty ? nil : SourceExcerpt(range, in: source))
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: message`.
  public var description: String { "\(place) \(severity.rawValue): \(message)" }

  private var place: String {
    "\(SystemPath.shown(file)):"
      + (position.map { "\($0.line):\($0.column):" } ?? dataPlace.map { "\($0):" } ?? "")
  }

  /// The message as compilers show it: the description, then the line of the text and a mark under the place; without a
  /// place only the first. `colored` is for a terminal.
  public func report(colored: Bool = false) -> String {
    let color = severity == .error ? 31 : 33
    let head =
      colored
      ? "\u{1B}[1m\(place)\u{1B}[0m \u{1B}[1;\(color)m\(severity.rawValue):\u{1B}[0m \(message)" : description
    guard let excerpt else { return head }
    let mark = colored ? "\u{1B}[1;32m\(excerpt.mark)\u{1B}[0m" : excerpt.mark
    return "\(head)\n\(excerpt.line)\n\(excerpt.indent)\(mark)"
  }
}
