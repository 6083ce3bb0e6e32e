public import BRAEncoder
public import FrameSim

/// One transfer of a scenario, or a call to an offload that stands in its place.
public struct ScenarioTransfer: Hashable, Sendable {
  /// Its name, unique in the scenario; `transfer1`, `transfer2`, ... by default.
  public var name: String
  /// The way the bytes take.
  public var path: TransferRequest.Path
  /// The direction.
  public var operation: TransferRequest.Operation
  /// The device number, 0 to 15; the run refuses all but 1 to 11.
  public var device: Int
  /// What is moved, and where.
  public var content: Content
  /// Which gaps between sections may be written over, or nil where the scenario does not say.
  public var gapFilling: GapFilling?
  /// The transfer during which it runs, or nil where it runs in its turn.
  public var during: During?
  /// The call that it is in place of a transfer; it moves nothing then.
  public var call: ScenarioCall?

  /// When a transfer runs that does so during another.
  public struct During: Hashable, Sendable {
    /// The name of a transfer over BRA that itself runs in its turn.
    public var transfer: String
    /// Frames from the first block of that one to the first command of this.
    public var afterFrames: Int

    /// During a transfer, from so many frames after its first block on.
    public init(_ transfer: String, afterFrames: Int = 0) {
      self.transfer = transfer
      self.afterFrames = afterFrames
    }
  }

  /// What is moved, and where.
  public enum Content: Hashable, Sendable {
    /// A run of addresses.
    case run(Section)
    /// Several, 1 to 4096, in their order.
    case sections([Section])
    /// What a firmware file says: a write.
    case firmware(FirmwareData)
  }

  /// A run of addresses, and what is written or read there.
  public struct Section: Hashable, Sendable {
    /// The address of the first byte.
    public var address: UInt32
    /// The bytes.
    public var payload: Payload

    /// A section.
    public init(address: UInt32, _ payload: Payload) {
      self.address = address
      self.payload = payload
    }
  }

  /// Direction and content of a section.
  public enum Payload: Hashable, Sendable {
    /// A write of these bytes.
    case write(DataSource)
    /// A read of so many bytes, 1 to 10^18.
    case read(Int)

    /// How many bytes, 1 to 10^18; known without loading them.
    public var bytes: Int {
      switch self {
      case .write(let source): source.bytes
      case .read(let bytes): bytes
      }
    }

    /// The direction.
    public var operation: TransferRequest.Operation {
      switch self {
      case .write: .write
      case .read: .read
      }
    }
  }

  /// A transfer from its parts.
  public init(
    name: String, path: TransferRequest.Path, operation: TransferRequest.Operation, device: Int,
    content: Content, gapFilling: GapFilling? = nil, during: During? = nil
  ) {
    self.name = name
    self.path = path
    self.operation = operation
    self.device = device
    self.content = content
    self.gapFilling = gapFilling
    self.during = during
  }

  /// A transfer of one run of addresses.
  public init(
    name: String, path: TransferRequest.Path, payload: Payload, device: Int, address: UInt32,
    during: During? = nil
  ) {
    self.init(
      name: name, path: path, operation: payload.operation, device: device,
      content: .run(Section(address: address, payload)), during: during)
  }

  /// A call.
  public init(name: String, call: ScenarioCall) {
    self.init(name: name, path: .bra, operation: .write, device: 0, content: .sections([]))
    self.call = call
  }

  /// Whether it is a transfer over BRA.
  public var isStream: Bool { path == .bra && call == nil }

  /// The device that its entry names; 0 where it names none.
  var addressedDevice: Int {
    if case .plain(.get(let device, _)) = call { device ?? 0 } else { device }
  }

  /// Whether the scenario says which sections it has, or has a file that does.
  public var listsSections: Bool {
    if case .run = content { false } else { true }
  }

  /// Its runs of addresses; bytes beyond 2^32 of one are left out, as they are refused.
  public var runs: [BRASection] {
    switch content {
    case .run(let section): [section.run].compactMap { $0 }
    case .sections(let sections): sections.compactMap(\.run)
    case .firmware(let firmware): firmware.runs
    }
  }

  /// The files that it is read from.
  var dataFiles: [DataFile] {
    func file(_ section: Section) -> DataFile? {
      if case .write(let source) = section.payload { source.file } else { nil }
    }
    if let call {
      return call.moves.compactMap {
        if case .write(let source) = $0.content { source.file } else { nil }
      }
    }
    return switch content {
    case .run(let section): [file(section)].compactMap { $0 }
    case .sections(let sections): sections.compactMap(file)
    case .firmware(let firmware): [firmware.file]
    }
  }

  /// The address of the first byte.
  public var address: UInt32 {
    switch content {
    case .run(let section): section.address
    case .sections(let sections): sections.first?.address ?? 0
    case .firmware(let firmware): firmware.runs.first?.address ?? 0
    }
  }

  /// How many bytes, from 1 on, at most 2^62; known without loading them.
  public var bytes: Int {
    switch content {
    case .run(let section): section.payload.bytes
    case .sections(let sections): sections.reduce(0) { min(1 << 62, $0 + $1.payload.bytes) }
    case .firmware(let firmware): firmware.bytes
    }
  }

  /// The transfer as the simulator takes it, its data loaded.
  ///
  /// The data of a write of more than `DataSource.loadLimit` bytes is left empty: its length alone refuses
  /// it. Throws where a data file is gone or has changed since the scenario was read.
  public func request(seed: UInt64) throws(DataSourceError) -> TransferRequest {
    var request = unloaded
    if operation == .write, bytes <= DataSource.loadLimit { request.data = try data(seed: seed) }
    return request
  }

  /// The transfer as the simulator takes it, but for the bytes of a write.
  var unloaded: TransferRequest {
    TransferRequest(
      name: name, path: path, operation: operation, device: device,
      sections: runs, bytes: bytes, gapFilling: gapFilling)
  }

  private func data(seed: UInt64) throws(DataSourceError) -> [UInt8] {
    var files = DataFileCache()
    switch content {
    case .run(let section): return try section.payload.load(seed: seed, stream: name, &files)
    case .sections(let sections):
      var data: [UInt8] = []
      data.reserveCapacity(bytes)
      for (index, section) in sections.enumerated() {
        data += try section.payload.load(seed: seed, stream: "\(name)[\(index)]", &files)
      }
      return data
    case .firmware(let firmware): return try firmware.load()
    }
  }
}

extension ScenarioTransfer.Section {
  /// Its addresses, without what is written there.
  fileprivate var run: BRASection? {
    BRASection(address: address, byteCount: min(payload.bytes, 1 << 32))
  }
}

extension ScenarioTransfer.Payload {
  /// The bytes of a write; random ones of the scenario's seed come from the stream `data:` and this.
  fileprivate func load(
    seed: UInt64, stream: String, _ files: inout DataFileCache
  ) throws(DataSourceError) -> [UInt8] {
    guard case .write(let source) = self else { return [] }
    return try source.load(seed: seed, transfer: stream, &files)
  }
}
