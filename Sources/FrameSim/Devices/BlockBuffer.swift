/// The memory of the host between which and a Peripheral blocks move bytes.
public struct BlockBuffer: Hashable, Sendable {
  /// The bytes that writes send; 0 is sent for what it does not hold.
  public var outgoing: [UInt8]
  /// The bytes that reads brought, as long as the host made it; what does not fit is lost.
  public var incoming: [UInt8]

  /// A buffer; the default holds nothing.
  public init(outgoing: [UInt8] = [], incoming: [UInt8] = []) {
    self.outgoing = outgoing
    self.incoming = incoming
  }
}
