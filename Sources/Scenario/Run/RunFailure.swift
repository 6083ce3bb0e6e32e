/// Why a run that began could not go on: no result, but no fault of the bus either.
public enum RunFailure: Error, Hashable, Sendable {
  /// The bytes of a write cannot be loaded.
  case data(DataSourceError)
  /// The Peripherals hold, or would hold, more simulated memory than the run may; or they might, where `needed` is an upper
  /// bound.
  case memory(needed: Int, limit: Int, isUpperBound: Bool = false)

  /// What is wrong.
  public var message: String {
    switch self {
    case .data(let error): error.message
    case .memory(let needed, let limit, let isUpperBound):
      "the run needs \(isUpperBound ? "up to " : "")\(Self.text(needed, limit)) of simulated memory, in pages of 4096 bytes, "
        + "and may hold \(Self.text(limit, needed)); --memory-limit raises that"
    }
  }

  /// A number of bytes, in full where it would look like the other.
  private static func text(_ bytes: Int, _ other: Int) -> String {
    let short = "\(ByteCount(bytes))"
    return short == "\(ByteCount(other))" ? "\(bytes) bytes" : short
  }

  /// The exit code of the command line contract.
  public var exitCode: Int32 {
    switch self {
    case .data(let error): error.exitCode
    case .memory: ExitCode.badInput
    }
  }
}
