/// What a driver has in the host's memory for the engine: descriptors as they go into the ring, and the command elements that those
/// with CMD name.
package struct BAMImage: Hashable, Sendable {
  /// The descriptors in the order of the ring.
  package var descriptors: [BAMDescriptor] = []
  /// Where the command elements begin.
  package var elementsAddress: UInt32
  /// The command elements.
  package var elements: [UInt8] = []

  /// An image; without descriptors and elements, of a driver that has not begun.
  package init(descriptors: [BAMDescriptor] = [], elementsAddress: UInt32, elements: [UInt8] = []) {
    self.descriptors = descriptors
    self.elementsAddress = elementsAddress
    self.elements = elements
  }
}

extension BAMImage {
  /// Adds a chain after those before, as its driver writes it into a ring that is empty.
  mutating func add(_ chain: BAMChain, _ configuration: BAMConfiguration) {
    let shift = UInt32(elements.count)
    elements += chain.elements.bytes
    var channel = BAMChannel()
    channel.append(chain.descriptors)
    if let unlock = chain.workerUnlock { channel.append([unlock]) }
    while channel.hasMore {
      var ring = DescriptorRing(slots: configuration.ring)
      guard channel.push(&ring, marks: true) > 0 else { return }
      ring.ring()
      while var descriptor = ring.next {
        ring.fetch()
        if descriptor.flags.contains(.cmd) { descriptor.address &+= shift }
        descriptors.append(descriptor)
      }
    }
  }
}
