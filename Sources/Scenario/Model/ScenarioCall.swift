public import FrameSim

/// A call to an offload as a scenario has it, in place of a transfer.
public enum ScenarioCall: Hashable, Sendable {
  /// A call that moves nothing itself.
  case plain(OffloadCall)
  /// The call that compiles a message, 1 to 256 things long.
  case optimize([Item])

  /// One thing that a message does.
  public enum Item: Hashable, Sendable {
    /// Bytes that are moved.
    case move(Move)
    /// Nothing for so many frames.
    case sleep(frames: Int)
  }

  /// Bytes that a message moves.
  public struct Move: Hashable, Sendable {
    /// The way they take.
    public var path: TransferRequest.Path
    /// The device number.
    public var device: Int
    /// The address of the first.
    public var address: UInt32
    /// Which bytes, and where they are.
    public var content: Content

    /// Which bytes, and where they are.
    public enum Content: Hashable, Sendable {
      /// A write of these.
      case write(DataSource)
      /// A write of the next so many of the stream.
      case writeFromStream(Int)
      /// A read of so many, to a stream or to a plain buffer.
      case read(Int, isStream: Bool)

      /// How many.
      public var bytes: Int {
        switch self {
        case .write(let source): source.bytes
        case .writeFromStream(let bytes), .read(let bytes, _): bytes
        }
      }
    }

    /// Bytes to move.
    public init(path: TransferRequest.Path, device: Int, address: UInt32, _ content: Content) {
      self.path = path
      self.device = device
      self.address = address
      self.content = content
    }
  }

  /// What it is called in a file.
  public var word: Word {
    switch self {
    case .optimize: .optimize
    case .plain(let call): Word(rawValue: call.word) ?? .get
    }
  }

  /// The words of calls.
  public enum Word: String, Hashable, Sendable, CaseIterable {
    case get, put, optimize, unoptimize, run, triggerGet, enable, disable, trigger, wait
  }

  /// What it moves at each trigger.
  var moves: [Move] {
    guard case .optimize(let items) = self else { return [] }
    return items.compactMap { if case .move(let move) = $0 { move } else { nil } }
  }

  /// The call as the simulator takes it, its data loaded; `name` is that of its entry, of which random bytes come.
  ///
  /// Throws where a data file is gone or has changed since the scenario was read.
  func loaded(_ name: String, seed: UInt64) throws(DataSourceError) -> OffloadCall {
    switch self {
    case .plain(let call): return call
    case .optimize(let items):
      var files = DataFileCache()
      var loaded: [OffloadMessage.Item] = []
      for (index, item) in items.enumerated() {
        switch item {
        case .sleep(let frames): loaded.append(.sleep(frames: frames))
        case .move(let move):
          var data: [UInt8] = []
          if case .write(let source) = move.content, source.bytes <= DataSource.loadLimit {
            data = try source.load(seed: seed, transfer: "\(name)[\(index)]", &files)
          }
          loaded.append(.move(move.unloaded(data)))
        }
      }
      return .optimize(OffloadMessage(loaded))
    }
  }

  /// The same without the bytes of writes, of which only the number counts.
  var unloaded: OffloadCall {
    switch self {
    case .plain(let call): call
    case .optimize(let items):
      .optimize(
        OffloadMessage(
          items.map {
            switch $0 {
            case .sleep(let frames): .sleep(frames: frames)
            case .move(let move): .move(move.unloaded([]))
            }
          }))
    }
  }
}

extension ScenarioCall.Move {
  /// What it is without an offload.
  func request(_ data: [UInt8] = []) -> TransferRequest {
    let isRead = if case .read = content { true } else { false }
    return TransferRequest(
      name: "", path: path, operation: isRead ? .read : .write, device: device, address: address,
      bytes: content.bytes, data: data)
  }

  fileprivate func unloaded(_ data: [UInt8]) -> OffloadMessage.Move {
    let place: OffloadMessage.Move.Place =
      switch content {
      case .write: .staticData
      case .writeFromStream, .read(_, isStream: true): .stream
      case .read(_, isStream: false): .buffer
      }
    return OffloadMessage.Move(request(data), place)
  }
}
