/// A Peripheral's part in Read and Write: what the command of this frame wants of it and how it answers.
///
/// Source: section 4.2. Priority inside one device: Failed over Ignored over OK.
struct CommandTarget: Hashable, Sendable {
  /// What the command asks of this device.
  enum Request: Hashable, Sendable {
    /// Nothing, or nothing it knows yet.
    case none
    /// Its status; `ssp` says whether the end of the frame is a stream synchronisation point.
    case ping(ssp: Bool)
    /// A byte it is sending.
    case read
    /// A byte to store at the end of the frame.
    case write(address: UInt32)
  }

  var request = Request.none
  /// Whether it was addressed and can do what it was asked.
  var accepts = false
  /// Whether it saw a parity mismatch or a command bus clash.
  var failed = false

  /// The response rows it drives: NAK in bit 1, ACK in bit 0.
  var response: UInt64 { failed ? 0b10 : accepts ? 0b01 : 0b00 }
}
