/// How a run of the tool ended: the exit codes of the command line contract.
enum ExitCode: Int32 {
  /// Fine.
  case ok = 0
  /// It ran, but an expectation, a second engine or a closed form disagreed.
  case disagreed = 1
  /// Wrong usage.
  case usage = 64
  /// A bad scenario or bad input data.
  case badData = 65
  /// A scenario or data file is missing.
  case missingFile = 66
  /// An internal error: a bug of the tool.
  case internalError = 70
  /// Output could not be written.
  case outputFailed = 74

  /// What it means, for the help.
  var meaning: String {
    switch self {
    case .ok: "fine"
    case .disagreed: "ran, but an expectation or a cross-check disagreed"
    case .usage: "wrong usage"
    case .badData: "bad scenario or input data"
    case .missingFile: "a scenario or data file is missing"
    case .internalError: "internal error: a bug"
    case .outputFailed: "output could not be written"
    }
  }
}

extension ExitCode: CaseIterable {}
