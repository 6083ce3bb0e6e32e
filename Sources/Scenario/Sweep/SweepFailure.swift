/// Why a sweep ended early.
public enum SweepFailure: Error, Hashable, Sendable {
  /// The output could not be written; the system's words for it.
  case output(String)
  /// What is to be resumed is not the beginning of this sweep.
  case foreign(String)
  /// Another process writes the same output.
  case busy(String)
  /// The two engines gave different results.
  case enginesDisagree(String)
  /// A point could not be run to its end; the exit code says of which kind that is.
  case notRun(String, exitCode: Int32)

  /// What went wrong.
  public var message: String {
    switch self {
    case .output(let message), .foreign(let message), .busy(let message), .enginesDisagree(let message),
      .notRun(let message, _):
      message
    }
  }

  /// The exit code of the command line contract.
  public var exitCode: Int32 {
    switch self {
    case .output, .busy: 74
    case .foreign: ExitCode.badInput
    case .enginesDisagree: 1
    case .notRun(_, let code): code
    }
  }
}
