/// Why the benchmark stops: what to say on stderr and with which code to end.
struct Failure: Error, Equatable {
  /// The exit code: 64 for wrong usage, 1 for a measurement that failed, 74 for a file that could not be written.
  var code: Int32
  /// A sentence for stderr.
  var message: String

  /// Wrong usage.
  static func usage(_ message: String) -> Failure { Failure(code: 64, message: message) }

  /// Something could not be run or is not as it must be.
  static func failed(_ message: String) -> Failure { Failure(code: 1, message: message) }

  /// A result could not be written.
  static func output(_ message: String) -> Failure { Failure(code: 74, message: message) }
}
