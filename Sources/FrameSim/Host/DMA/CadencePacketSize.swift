public import BRAEncoder

/// Bytes that a frame takes in the two buffers of Cadence's interface, with `n` data bytes (host reference 2.5).
///
/// Every byte takes two: a word of four holds two bytes of the stream, and each part of a packet starts a word.
public enum CadencePacketSize {
  /// PDI0, transmit: header, header CRC, and for a write data and data CRC. 20 and twice the data, or 16.
  public static func transmit(_ operation: BRAOperation, dataBytes n: Int) -> Int {
    operation == .write ? 20 + 2 * (n + n % 2) : 16
  }

  /// PDI1, receive: header response, for a read data and data CRC, footer response. 8, or 12 and twice the data.
  public static func receive(_ operation: BRAOperation, dataBytes n: Int) -> Int {
    operation == .write ? 8 : 12 + 2 * (n + n % 2)
  }
}
