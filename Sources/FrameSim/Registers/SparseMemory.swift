/// The implementation-defined memory of a Peripheral: byte addresses from 0x2000 on.
///
/// Regions may be large; pages come into being when they are first written, so a region costs what was written to
/// it. A byte reads 0x00 until then.
public struct SparseMemory: Sendable {
  /// Bytes that come into being together.
  public static let pageBytes = 4096

  private struct Region: Sendable {
    let start: UInt64
    let end: UInt64
    let access: MemoryAccess

    func holds(_ address: UInt32) -> Bool { start <= address && address < end }
  }

  private var regions: [Region]
  private var pages: [UInt32: Int] = [:]
  private var storage: [[UInt8]] = []
  /// The region and page used last: addresses ascend, so the next byte is nearly always there too.
  private var last = Region(start: 0, end: 0, access: .readWrite)
  private var lastPage: (number: UInt32, index: Int)?

  /// Memory of the given regions, which do not overlap.
  init(regions: [MemoryRegion]) {
    self.regions = regions.filter { $0.bytes > 0 }.map {
      Region(start: UInt64($0.address), end: UInt64($0.address) + $0.bytes, access: $0.access)
    }.sorted { $0.start < $1.start }
  }

  /// The region that holds an address.
  @inline(__always)
  private func region(of address: UInt32) -> Region? {
    last.holds(address) ? last : otherRegion(of: address)
  }

  private func otherRegion(of address: UInt32) -> Region? {
    let address = UInt64(address)
    let index = regions.indices.partitionPoint { regions[$0].end > address }
    guard index < regions.count, regions[index].start <= address else { return nil }
    return regions[index]
  }

  func allowsRead(_ address: UInt32) -> Bool {
    region(of: address).map { $0.access != .writeOnly } ?? false
  }

  func allowsWrite(_ address: UInt32) -> Bool {
    region(of: address).map { $0.access != .readOnly } ?? false
  }

  /// Bytes it holds: whole pages, those that were written to.
  public var heldBytes: Int { storage.count * Self.pageBytes }

  /// The stored byte, whatever the access rights; 0 where nothing was written.
  public func stored(_ address: UInt32) -> UInt8 {
    let number = address / UInt32(Self.pageBytes)
    let offset = Int(address) % Self.pageBytes
    if let lastPage, lastPage.number == number { return storage[lastPage.index][offset] }
    guard let index = pages[number] else { return 0 }
    return storage[index][offset]
  }

  /// Whether a run of addresses holds these bytes, whatever the access rights; addresses go on modulo 2^32.
  package func holds(_ bytes: [UInt8], at start: UInt32) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let address = start &+ UInt32(truncatingIfNeeded: done)
        let offset = Int(address) % Self.pageBytes
        let run = min(bytes.count - done, Self.pageBytes - offset)
        let expected = UnsafeRawBufferPointer(rebasing: bytes[done..<done + run])
        let isEqual =
          if let index = pages[address / UInt32(Self.pageBytes)] {
            storage[index].withUnsafeBytes {
              Self.isEqual(expected, UnsafeRawBufferPointer(rebasing: $0[offset..<offset + run]))
            }
          } else {
            expected.allSatisfy { $0 == 0 }
          }
        guard isEqual else { return false }
        done += run
      }
      return true
    }
  }

  /// The first address at which another memory holds another byte, whatever the access rights, or nil.
  ///
  /// A page that only one of them has counts as all 0 in the other.
  func firstDifference(from other: SparseMemory) -> UInt32? {
    // Copies share their storage until one of them is written: then this takes no time.
    if pages == other.pages, storage == other.storage { return nil }
    return Set(pages.keys).union(other.pages.keys).sorted().lazy.compactMap { number -> UInt32? in
      let own = pages[number].map { storage[$0] }
      let others = other.pages[number].map { other.storage[$0] }
      if own == others { return nil }
      let offset = (0..<Self.pageBytes).first { own?[$0] ?? 0 != others?[$0] ?? 0 }
      return offset.map { number * UInt32(Self.pageBytes) + UInt32($0) }
    }.first
  }

  /// Compares a word at a time.
  private static func isEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    var difference: UInt64 = 0
    var index = 0
    while index + 8 <= left.count {
      difference |=
        left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        ^ right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      index += 8
    }
    while index < left.count {
      difference |= UInt64(left[index] ^ right[index])
      index += 1
    }
    return difference == 0
  }

  /// The byte a read returns, or nil where the address is not implemented or write-only.
  mutating func read(_ address: UInt32) -> UInt8? {
    guard let region = region(of: address) else { return nil }
    last = region
    guard region.access != .writeOnly else { return nil }
    let number = address / UInt32(Self.pageBytes)
    if lastPage?.number != number {
      guard let index = pages[number] else { return 0 }
      lastPage = (number, index)
    }
    return stored(address)
  }

  /// Stores a byte; false where the address is not implemented or read-only.
  mutating func write(_ address: UInt32, _ value: UInt8) -> Bool {
    guard let region = region(of: address) else { return false }
    last = region
    guard region.access != .readOnly else { return false }
    storage[page(of: address)][Int(address) % Self.pageBytes] = value
    return true
  }

  /// Stores a run of bytes as `write` would one by one; false where some address is not implemented or read-only.
  ///
  /// The run does not wrap.
  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>, at start: UInt32) -> Bool {
    guard let source = bytes.baseAddress else { return true }
    var complete = true
    var done = 0
    while done < bytes.count {
      let address = start &+ UInt32(truncatingIfNeeded: done)
      guard let region = region(of: address) else {
        complete = false
        done += 1
        continue
      }
      last = region
      let run = runLength(from: address, region, limit: bytes.count - done)
      if region.access == .readOnly {
        complete = false
      } else {
        storage[page(of: address)].withUnsafeMutableBufferPointer { page in
          guard let target = page.baseAddress else { return }
          (target + Int(address) % Self.pageBytes).update(from: source + done, count: run)
        }
      }
      done += run
    }
    return complete
  }

  /// Fetches a run of bytes as `read` would one by one, 0 where an address is not implemented or write-only; then the
  /// result is false. The run does not wrap.
  mutating func read(into bytes: UnsafeMutableBufferPointer<UInt8>, from start: UInt32) -> Bool {
    guard let target = bytes.baseAddress else { return true }
    var complete = true
    var done = 0
    while done < bytes.count {
      let address = start &+ UInt32(truncatingIfNeeded: done)
      guard let region = region(of: address) else {
        complete = false
        target[done] = 0
        done += 1
        continue
      }
      last = region
      let run = runLength(from: address, region, limit: bytes.count - done)
      let isReadable = region.access != .writeOnly
      if !isReadable { complete = false }
      if isReadable, let index = pages[address / UInt32(Self.pageBytes)] {
        storage[index].withUnsafeBufferPointer { page in
          guard let source = page.baseAddress else { return }
          (target + done).update(from: source + Int(address) % Self.pageBytes, count: run)
        }
      } else {
        (target + done).update(repeating: 0, count: run)
      }
      done += run
    }
    return complete
  }

  /// Bytes from an address to the end of its page, its region, or the limit, whichever comes first.
  private func runLength(from address: UInt32, _ region: Region, limit: Int) -> Int {
    let pageRest = Self.pageBytes - Int(address) % Self.pageBytes
    let regionRest = region.end - UInt64(address)
    return min(limit, pageRest, Int(clamping: regionRest))
  }

  /// Fills memory before the run, whatever the access rights; addresses outside the regions are skipped.
  public mutating func preload(_ bytes: [UInt8], at address: UInt32) {
    for (index, byte) in bytes.enumerated() {
      let target = address &+ UInt32(truncatingIfNeeded: index)
      guard region(of: target) != nil else { continue }
      storage[page(of: target)][Int(target) % Self.pageBytes] = byte
    }
  }

  /// The index of the page that holds an address, made if need be.
  private mutating func page(of address: UInt32) -> Int {
    let number = address / UInt32(Self.pageBytes)
    if let lastPage, lastPage.number == number { return lastPage.index }
    let index: Int
    if let known = pages[number] {
      index = known
    } else {
      index = storage.count
      storage.append([UInt8](repeating: 0, count: Self.pageBytes))
      pages[number] = index
    }
    lastPage = (number, index)
    return index
  }
}
