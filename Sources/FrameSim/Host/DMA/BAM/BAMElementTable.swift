/// Command elements in the host's memory, and the descriptors that name them.
struct BAMElementTable: Sendable {
  /// Where they begin.
  let address: UInt32
  private(set) var bytes: [UInt8] = []

  /// A table at an address, without elements.
  init(at address: UInt32) { self.address = address }

  /// Most elements that one descriptor names.
  private static let most = BAMDescriptor.maximumSize / BAMCommandElement.byteCount

  /// Adds elements; gives the descriptors that name them, of which the last has these flags: only it has to be waited for.
  mutating func add(_ elements: [BAMCommandElement], _ flags: BAMFlags = []) -> [BAMDescriptor] {
    var descriptors = stride(from: 0, to: elements.count, by: Self.most).map { start in
      let part = elements[start..<min(start + Self.most, elements.count)]
      defer { for element in part { bytes += element.bytes } }
      return BAMDescriptor(
        address: address &+ UInt32(bytes.count), size: UInt16(part.count * BAMCommandElement.byteCount),
        flags: .cmd)
    }
    if !descriptors.isEmpty { descriptors[descriptors.count - 1].flags.formUnion(flags) }
    return descriptors
  }
}
