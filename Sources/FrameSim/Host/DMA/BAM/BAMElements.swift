/// Command elements in their order, each with what it does and what is wrong with it.
///
/// Elements at the end that are all zeros are unused: one that writes has a mask. Source: host reference 6.1.
package struct BAMElements: Sequence, Sendable {
  /// The bytes.
  package let bytes: [UInt8]
  /// Elements up to the last that is not all zeros.
  package let usedElements: Int
  /// Those after it.
  package let unusedElements: Int

  /// An element where it stands.
  package struct Place: Hashable, Sendable {
    /// Its number, from 0.
    package let index: Int
    /// The element.
    package let element: BAMCommandElement
    /// What it does.
    package let meaning: BAMElementMeaning
    /// What is wrong with it, a sentence each.
    package let problems: [String]
  }

  /// Elements from their bytes; those at the end that are no whole element are left out, see `restBytes`.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let count = bytes.count / BAMCommandElement.byteCount
    let end = bytes.prefix(count * BAMCommandElement.byteCount).lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    usedElements = (end + BAMCommandElement.byteCount - 1) / BAMCommandElement.byteCount
    unusedElements = count - usedElements
  }

  /// Bytes at the end that are no whole element.
  package var restBytes: Int { bytes.count % BAMCommandElement.byteCount }

  /// Goes through the used elements.
  package struct Iterator: IteratorProtocol {
    fileprivate let elements: BAMElements
    fileprivate var ports = BAMPorts()
    fileprivate var index = 0

    package mutating func next() -> Place? {
      let start = index * BAMCommandElement.byteCount
      guard index < elements.usedElements,
        let element = BAMCommandElement(bytes: elements.bytes[start..<start + BAMCommandElement.byteCount])
      else { return nil }
      defer { index += 1 }
      return Place(index: index, element: element, meaning: ports.take(element), problems: element.problems)
    }
  }

  package func makeIterator() -> Iterator { Iterator(elements: self) }
  package var underestimatedCount: Int { usedElements }
}

extension BAMImage {
  /// The command elements that a descriptor names, as far as they are there; none for data.
  package func elements(of descriptor: BAMDescriptor) -> [BAMCommandElement] {
    guard descriptor.flags.contains(.cmd), descriptor.address >= elementsAddress else { return [] }
    let start = Int(descriptor.address - elementsAddress)
    return stride(from: start, to: start + Int(descriptor.size), by: BAMCommandElement.byteCount).compactMap {
      let end = $0 + BAMCommandElement.byteCount
      return end <= elements.count ? BAMCommandElement(bytes: elements[$0..<end]) : nil
    }
  }
}
