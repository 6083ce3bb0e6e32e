/// The exit codes of the command line contract that reading a scenario can end with.
enum ExitCode {
  /// A bad scenario or bad input data.
  static let badInput: Int32 = 65
  /// A scenario or data file is missing.
  static let missingInput: Int32 = 66
}
