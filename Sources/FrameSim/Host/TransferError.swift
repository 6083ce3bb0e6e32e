/// The errno names of Linux that a transfer may fail with (host reference 3).
public enum TransferErrno: String, Hashable, Sendable, CaseIterable {
  /// Refused: a length, an address or a frame that the interface does not take.
  case invalid = "EINVAL"
  /// The Target was not ready.
  case again = "EAGAIN"
  /// The stream is taken.
  case busy = "EBUSY"
  /// No enumerated device has this number.
  case noDevice = "ENODEV"
  /// Nobody answered.
  case noData = "ENODATA"
  /// A bad response or a wrong CRC.
  case io = "EIO"
  /// The host cannot do it.
  case notSupported = "EOPNOTSUPP"
  /// The same, by the name that the kernel keeps to itself.
  case noSupport = "ENOTSUPP"
  /// The controller is suspended.
  case shutdown = "ESHUTDOWN"
  /// It is not allowed as things stand.
  case notPermitted = "EPERM"
  /// What it needs is not there yet; Linux tries again later.
  case probeDefer = "EPROBE_DEFER"
  /// It took too long.
  case timedOut = "ETIMEDOUT"
}

/// Why a transfer failed.
public struct TransferError: Error, Hashable, Sendable {
  /// The errno Linux would give.
  public var errno: TransferErrno
  /// One sentence.
  public var message: String

  /// An error with its sentence.
  package init(errno: TransferErrno, message: String) {
    self.errno = errno
    self.message = message
  }
}
