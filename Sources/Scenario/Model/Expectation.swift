public import FrameSim

/// What the result of a transfer, or of the whole run, must be.
public struct Expectation: Hashable, Sendable {
  /// What an expectation is about.
  public enum Subject: Hashable, Sendable {
    /// The transfer of this name.
    case transfer(String)
    /// The whole run.
    case total

    /// Whether it is the same; names are the same where their bytes are.
    public static func == (a: Subject, b: Subject) -> Bool { a.key == b.key }

    /// Hashes the bytes of the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    private var key: ByteKey? {
      switch self {
      case .transfer(let name): ByteKey(name)
      case .total: nil
      }
    }
  }

  /// What it is about.
  public var subject: Subject
  /// How the transfer must end, or nil if this expectation does not say.
  public var status: ExpectedStatus?
  /// The errno the transfer must fail with (host reference 3), or nil if this expectation does not say.
  public var error: TransferErrno?
  /// Bounds on numbers of the result, in the order of `ExpectationMetric`.
  public var limits: [MetricLimit]

  /// An expectation from its parts.
  public init(subject: Subject, status: ExpectedStatus?, error: TransferErrno?, limits: [MetricLimit]) {
    self.subject = subject
    self.status = status
    self.error = error
    self.limits = limits
  }
}

/// How a transfer ends.
public enum ExpectedStatus: String, Hashable, Sendable, CaseIterable {
  /// All bytes were moved.
  case ok
  /// It was refused or broken off.
  case failed
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

  /// A bound on a number.
  public init(metric: ExpectationMetric, comparison: Comparison, bound: Bound) {
    self.metric = metric
    self.comparison = comparison
    self.bound = bound
  }

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
