public import BRAEncoder

// The buffers of a plan, from the data of its transfer and from what the wire brought.
extension CadencePlan {
  /// A frame of a plan.
  public struct Frame: Hashable, Sendable {
    /// Which frame of the transfer, from 0.
    public let index: Int
    /// What the header of its block says.
    public let header: BRAHeader
    /// What it moves; nil for a fake frame.
    public let extent: BRAExtent?

    /// The packet counter: 1 for the first frame, on through all sections, modulo 16.
    public var counter: Int { (index + 1) & 0xF }
    /// Whether it moves nothing.
    public var isFake: Bool { extent == nil }
  }

  /// All frames in order, fake ones last; none for a device whose number is not 0 to 15.
  ///
  /// A fake frame has an idle header for a full frame's bytes at the last frame's address.
  public func frames(device: Int) -> [Frame] {
    guard let splitter = try? BRASplitter(sections: sections, capacity: dataPerFrame) else { return [] }
    var frames: [Frame] = []
    frames.reserveCapacity(totalFrames)
    for extent in splitter {
      guard let header = header(.active, device, extent.address, extent.byteCount) else { return [] }
      frames.append(Frame(index: frames.count, header: header, extent: extent))
    }
    guard let last = frames.last?.extent?.address else { return frames }
    for _ in 0..<fakeFrames {
      guard let header = header(.idle, device, last, dataPerFrame) else { return [] }
      frames.append(Frame(index: frames.count, header: header, extent: nil))
    }
    return frames
  }

  private func header(_ type: BRAHeaderType, _ device: Int, _ address: UInt32, _ bytes: Int) -> BRAHeader? {
    BRAHeader(type: type, operation: operation, device: device, address: address, byteCount: bytes)
  }

  /// What the driver writes into PDI0, without the padding; `data` are the bytes of all sections, one after the other.
  ///
  /// Nil if a write has other data than the plan has bytes, or `device` is not 0 to 15. The bytes of a read do not count.
  public func transmitPackets(device: Int, data: [UInt8] = []) -> [UInt8]? {
    guard operation == .read || data.count == byteCount, 0...15 ~= device else { return nil }
    var buffer: [UInt8] = []
    buffer.reserveCapacity(pdi0BufferBytes)
    var place = 0
    for frame in frames(device: device) {
      guard operation == .write, let extent = frame.extent else {
        CadencePacket.readRequest(counter: frame.counter, header: frame.header).append(to: &buffer)
        continue
      }
      CadencePacket.write(
        counter: frame.counter, header: frame.header, data: data[place..<place + extent.byteCount]
      ).append(to: &buffer)
      place += extent.byteCount
    }
    return buffer
  }

  /// The whole PDI0 buffer: the packets, then zeros.
  public func transmitBuffer(device: Int, data: [UInt8] = []) -> [UInt8]? {
    transmitPackets(device: device, data: data).map { Self.fill($0, to: pdi0BufferBytes) }
  }

  /// What the DMA writes into PDI1 of as many responses as there are, without the padding.
  public static func receivePackets(
    _ operation: BRAOperation, _ responses: some Sequence<CadenceResponse>
  ) -> [UInt8] {
    var buffer: [UInt8] = []
    for (index, response) in responses.enumerated() {
      CadencePacket.response(counter: index + 1, operation, response).append(to: &buffer)
    }
    return buffer
  }

  /// The whole PDI1 buffer: the packets of the responses, fake frames' included, as far as there is room for them.
  ///
  /// Where fewer frames came than the plan has, the rest is 0.
  public func receiveBuffer(_ responses: some Sequence<CadenceResponse>) -> [UInt8] {
    Self.fill(Self.receivePackets(operation, responses), to: pdi1BufferBytes)
  }

  private static func fill(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    bytes.count >= count
      ? Array(bytes.prefix(count)) : bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }
}
