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
  /// Whether the file can be used all the same.
  public var severity: Severity
  /// What is wrong, where (key path), and what was probably meant.
  public var message: String

  /// A message about a place in a file.
  public init(file: String, position: SourcePosition?, severity: Severity, message: String) {
    self.file = file
    self.position = position
    self.severity = severity
    self.message = message
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: message`.
  public var description: String {
    let place = position.map { "\($0.line):\($0.column):" } ?? ""
    return "\(file):\(place) \(severity.rawValue): \(message)"
  }
}
