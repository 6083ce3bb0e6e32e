public import FrameSim

/// One transfer of a scenario.
public struct ScenarioTransfer: Hashable, Sendable {
  /// Its name, unique in the scenario; `transfer1`, `transfer2`, ... by default.
  public var name: String
  /// The way the bytes take.
  public var path: TransferRequest.Path
  /// What is moved: the bytes of a write, or how many bytes a read asks for.
  public var payload: Payload
  /// The device number, 0 to 15; the run refuses all but 1 to 11.
  public var device: Int
  /// The address of the first byte.
  public var address: UInt32
  /// The transfer during which it runs, or nil where it runs in its turn.
  public var during: During?

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

  /// Direction and content of a transfer.
  public enum Payload: Hashable, Sendable {
    /// A write of these bytes.
    case write(DataSource)
    /// A read of so many bytes, 1 to 10^18.
    case read(Int)
  }

  /// A transfer from its parts.
  public init(
    name: String, path: TransferRequest.Path, payload: Payload, device: Int, address: UInt32,
    during: During? = nil
  ) {
    self.name = name
    self.path = path
    self.payload = payload
    self.device = device
    self.address = address
    self.during = during
  }

  /// The direction.
  public var operation: TransferRequest.Operation {
    switch payload {
    case .write: .write
    case .read: .read
    }
  }

  /// How many bytes, 1 to 10^18; known without loading them.
  public var bytes: Int {
    switch payload {
    case .write(let source): source.bytes
    case .read(let bytes): bytes
    }
  }

  /// The transfer as the simulator takes it, its data loaded.
  ///
  /// The data of a write of more than `DataSource.loadLimit` bytes is left empty: its length alone refuses
  /// it. Throws where a data file is gone or has changed since the scenario was read.
  public func request(seed: UInt64) throws(DataSourceError) -> TransferRequest {
    var data: [UInt8] = []
    if case .write(let source) = payload, source.bytes <= DataSource.loadLimit {
      data = try source.load(seed: seed, transfer: name)
    }
    return TransferRequest(
      name: name, path: path, operation: operation, device: device, address: address, bytes: bytes,
      data: data)
  }
}
