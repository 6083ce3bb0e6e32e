/// Why a command stops: what to say on stderr and with which code to end.
struct Failure: Error {
  /// The exit code.
  var code: ExitCode
  /// Sentences for stderr, each reported as an error of its own.
  var messages: [String]
  /// What to try, printed after the errors.
  var hint: String?

  /// A failure with one sentence.
  init(_ code: ExitCode, _ message: String, hint: String? = nil) {
    self.code = code
    messages = [message]
    self.hint = hint
  }

  /// A failure with several sentences.
  init(_ code: ExitCode, _ messages: [String]) {
    self.code = code
    self.messages = messages
  }

  /// Wrong usage.
  static func usage(_ message: String) -> Failure { Failure(.usage, message) }
}
