/// What the result of a transfer, or of the whole run, must be.
public struct Expectation: Hashable, Sendable {
  /// What an expectation is about.
  public enum Subject: Hashable, Sendable {
    /// The transfer of this name.
    case transfer(String)
    /// The whole run.
    case total
  }

  /// What it is about.
  public var subject: Subject
  /// How the transfer must end, or nil if this expectation does not say.
  public var status: ExpectedStatus?
  /// The errno name the transfer must fail with, or nil if this expectation does not say.
  public var error: ExpectedError?
  /// Bounds on numbers of the result, in the order of the file.
  public var limits: [MetricLimit]
}

/// How a transfer ends.
public enum ExpectedStatus: String, Hashable, Sendable, CaseIterable {
  /// All bytes were moved.
  case ok
  /// It was refused or broken off.
  case failed
}

/// The errno name that Linux would give for a transfer that failed (host reference 3).
public enum ExpectedError: String, Hashable, Sendable, CaseIterable {
  /// Refused: too long, no DP0, no capacity, no address for Column 0.
  case EINVAL
  /// The Target was not ready.
  case EAGAIN
  /// DP0 is taken.
  case EBUSY
  /// No such device number.
  case ENODEV
  /// Nobody answered.
  case ENODATA
  /// A bad response or a wrong CRC.
  case EIO
  /// The host cannot do it.
  case EOPNOTSUPP
  /// It took too long.
  case ETIMEDOUT
}

/// A bound on one number of the result.
public struct MetricLimit: Hashable, Sendable {
  /// The relation between the number and its bound.
  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    /// The number is the bound; for counts only.
    case exactly = ""
    /// The number is the bound or less.
    case atMost = "AtMost"
    /// The number is the bound or more.
    case atLeast = "AtLeast"
  }

  /// The value of a bound.
  public enum Bound: Hashable, Sendable {
    /// Of a count.
    case count(Int)
    /// Of a measured value.
    case real(Double)

    var double: Double {
      switch self {
      case .count(let value): Double(value)
      case .real(let value): value
      }
    }
  }

  /// The number.
  public var metric: ExpectationMetric
  /// The relation.
  public var comparison: Comparison
  /// The bound, a count for a metric that counts.
  public var bound: Bound

  /// The key it has in the file, for example `framesAtMost`.
  public var key: String { metric.rawValue + comparison.rawValue }

  /// Whether a count of the result keeps the bound.
  public func isKept(byCount actual: UInt64) -> Bool {
    guard case .count(let count) = bound, let count = UInt64(exactly: count) else {
      return isKept(by: Double(actual))
    }
    return switch comparison {
    case .exactly: actual == count
    case .atMost: actual <= count
    case .atLeast: actual >= count
    }
  }

  /// Whether a measured value of the result keeps the bound.
  public func isKept(by actual: Double) -> Bool {
    switch comparison {
    case .exactly: actual == bound.double
    case .atMost: actual <= bound.double
    case .atLeast: actual >= bound.double
    }
  }
}
