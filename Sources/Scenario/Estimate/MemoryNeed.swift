internal import BRAEncoder
internal import FrameSim

/// The pages of simulated memory that writes bring into being, counted without writing, and what the driver of a descriptor engine holds.
struct MemoryNeed: Sendable {
  /// All of it.
  struct Total: Hashable, Sendable {
    var bytes: Int
    var isUpperBound: Bool

    /// Why a run cannot go with so much memory; nil where it can.
    func failure(limit: Int) -> RunFailure? {
      bytes > limit ? .memory(needed: bytes, limit: limit, isUpperBound: isUpperBound) : nil
    }
  }

  /// Pages from the first to the last.
  private typealias Pages = ClosedRange<UInt64>

  private struct Device: Sendable {
    var regions: [MemoryRegion]
    var limits: DP0Limits
    var block: Block
    var pages: [Pages] = []
  }

  /// Data bytes of a BRA block.
  private struct Block: Sendable {
    /// Of the largest.
    var bytes: UInt64
    /// Whether all are alike, so that it is known where each begins.
    var isSteady: Bool

    init(_ capacity: BlockCapacity, _ limits: DP0Limits) {
      isSteady = capacity.period == 1
      bytes = UInt64(
        isSteady
          ? Int(capacity.mean(limits))
          : min(capacity.largest ?? 0, limits.maxBytesPerFrame, BRALimits.lane0))
    }

    /// How far a block may reach whose first bad byte is so many bytes from the start of the transfer, from there on.
    func rest(from bad: UInt64) -> UInt64 {
      isSteady && bytes > 0 ? bytes - bad % bytes : bytes
    }
  }

  private var devices: [Int: Device] = [:]
  private let capacity: BlockCapacity
  let host: HostConfiguration
  /// Bytes that the driver of a descriptor engine has in the host's memory.
  var hostBytes = 0

  /// Whether pages are among them of which it is not known whether they are written.
  var isUpperBound = false

  /// Nothing is written yet.
  init(_ peripherals: [PeripheralConfiguration], _ host: HostConfiguration, _ shape: FrameShape) {
    self.host = host
    capacity = BlockCapacity(geometry: host.geometry(for: shape), shape: shape)
    for peripheral in peripherals {
      let limits = peripheral.dp0 ?? DP0Limits()
      devices[peripheral.device] = Device(
        regions: peripheral.memory.sorted { $0.address < $1.address }, limits: limits,
        block: Block(capacity, limits))
    }
  }

  /// Adds a write that is not refused; `stopsAtBadBlock` says that a host sees the block that was answered Bad.
  mutating func add(_ request: TransferRequest, stopsAtBadBlock: Bool) {
    guard let device = devices[request.device] else { return }
    // Which block ends it, where the Target stalls, is not worked out.
    if request.path == .bra, device.regions.stalls { isUpperBound = true }
    let sections = MergedTransfer(request, capacity, device.limits, host).request.sections
    for section in sections {
      guard add(section, of: request, device, stopsAtBadBlock) else { return }
    }
  }

  /// Adds a section of a write; false where the write ends in it.
  private mutating func add(
    _ section: BRASection, of request: TransferRequest, _ device: Device, _ stopsAtBadBlock: Bool
  ) -> Bool {
    // What a write must not write ends it: at that byte over Column 0, with its block over BRA, which is written on.
    // Where blocks differ in length it is not known how far it reaches: then the longest counts.
    let stops = request.path == .column0 || stopsAtBadBlock
    func overrun(_ failure: UInt64) -> UInt64 {
      request.path == .column0 ? 0 : device.block.rest(from: failure - UInt64(section.address))
    }
    var start = UInt64(section.address)
    var left = UInt64(section.byteCount)
    var reached = start
    while left > 0 {
      // Addresses go on after the last at the first.
      let end = min(start + left, 1 << 32)
      var failure: UInt64?
      for region in device.regions[first(device.regions, after: start)...] {
        let low = max(start, UInt64(region.address))
        let high = min(end, UInt64(region.address) + region.bytes)
        guard low < end else { break }
        if region.access == .readOnly || low > reached { failure = failure ?? reached }
        let stop = stops ? failure.map { $0 + overrun($0) } : nil
        if let stop, low >= stop { break }
        guard region.access != .readOnly, low < high else { continue }
        let last = stop.map { min(high, $0) } ?? high
        if low < last {
          if stop != nil, !device.block.isSteady { isUpperBound = true }
          let size = UInt64(SparseMemory.pageBytes)
          devices[request.device]?.pages.append(low / size...(last - 1) / size)
        }
        reached = high
      }
      if failure != nil, stops { return false }
      left -= end - start
      start = 0
      reached = 0
    }
    return true
  }

  /// The first region that ends after an address.
  private func first(_ regions: [MemoryRegion], after address: UInt64) -> Int {
    regions.indices.partitionPoint { UInt64(regions[$0].address) + regions[$0].bytes > address }
  }

  /// Bytes of all pages, each counted once, and what the host holds.
  var bytes: Int {
    var pages: UInt64 = 0
    for device in devices.values {
      var next: UInt64 = 0
      for run in device.pages.sorted(by: { $0.lowerBound < $1.lowerBound }) where run.upperBound >= next {
        pages += run.upperBound - max(next, run.lowerBound) + 1
        next = run.upperBound + 1
      }
    }
    return Int(pages) * SparseMemory.pageBytes + hostBytes
  }
}
