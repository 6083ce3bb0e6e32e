internal import BRAEncoder
internal import FrameSim

extension MemoryNeed {
  /// Of a command or section: the writes that make it, and something over.
  private static let elementBytes = 4 * BAMCommandElement.byteCount

  /// Adds what the driver of a BAM has in the host's memory for a transfer over BRA that is not refused: its descriptors, and the
  /// command elements of its commands and sections, about. With the first transfer come the rings: one each way, and one for each
  /// other client.
  mutating func addDescriptors(of request: TransferRequest) {
    guard case .bam(let bam) = host.dma else { return }
    isUpperBound = true
    if hostBytes == 0 { hostBytes = (2 + bam.clients.count) * bam.ring * BAMDescriptor.byteCount }
    let sends = host.interface.kind == .v1 ? max(1, host.interface.sends) : 1
    // Of v1 each section is a message, with an enable and a disable for each time it is sent.
    let streams = host.interface.kind == .v1 ? request.sections.count * sends : 1
    let commands = host.setup.commandCount(streams: streams)
    let sections = request.sections.count * sends
    let data = request.sections.reduce(0) { $0 + bam.dataDescriptors(of: $1.byteCount) } * sends
    // Each stream has its commands in a descriptor of its own, and one more on each side where it locks.
    let descriptors = data + sections + 4 * streams
    hostBytes += (commands + sections) * Self.elementBytes + descriptors * BAMDescriptor.byteCount
  }
}

extension TransferSetup {
  /// Commands of a transfer with so many streams, in all.
  fileprivate func commandCount(streams: Int) -> Int {
    switch self {
    case .linux: 18 + 21 * streams
    case .commands(let count): count + 4 * (streams - 1)
    case .alwaysOpen: 0
    }
  }
}
