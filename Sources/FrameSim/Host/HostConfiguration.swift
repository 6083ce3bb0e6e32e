/// How the host makes transfers: what it pays before, between and after the data.
public struct HostConfiguration: Hashable, Sendable {
  /// What the host's software costs.
  public var model: HostModel
  /// The commands around the blocks of a BRA transfer.
  public var setup: TransferSetup
  /// How long each bank switch waits.
  public var syncWait: SyncWait
  /// Which responses fail a transfer.
  public var responses: ResponsePolicy
  /// When the host looks at the responses to blocks.
  public var check: ResponseCheck
  /// Nanoseconds in which the Manager gives a stream synchronisation point by a Ping while a data channel is open; 0 is never.
  public var syncNanoseconds: UInt64
  /// The geometry of DP0, or nil for the recommended one of the shape.
  public var dp0: PortGeometry?
  /// Which lengths BRA takes, or nil where it takes them all.
  public var policy: TransferPolicy?
  /// What the drivers of the host call.
  public var interface: HostInterface
  /// Where blocks come from, or nil where they are there whenever their frame comes.
  public var dma: HostDMA?
  /// What it does about blocks that fail, or nil where the first fails the transfer.
  public var retry: RetryPolicy?
  /// The offload instance of its Manager, or nil where that has none.
  public var offload: OffloadConfiguration?

  /// A host; the default is Linux on an ideal wire: 39 commands, no sync wait, strict responses, and no synchronisation points
  /// but its bank switches.
  public init(
    model: HostModel = .ideal, setup: TransferSetup = .linux, syncWait: SyncWait = .none,
    responses: ResponsePolicy = .strict, check: ResponseCheck = .perBlock,
    syncNanoseconds: UInt64 = 0, dp0: PortGeometry? = nil, policy: TransferPolicy? = nil,
    interface: HostInterface = HostInterface(), dma: HostDMA? = nil, retry: RetryPolicy? = nil,
    offload: OffloadConfiguration? = nil
  ) {
    self.model = model
    self.setup = setup
    self.syncWait = syncWait
    self.responses = responses
    self.check = check
    self.syncNanoseconds = syncNanoseconds
    self.dp0 = dp0
    self.policy = policy
    self.interface = interface
    self.dma = dma
    self.retry = retry
    self.offload = offload
  }

  /// The geometry of DP0 on a bus of a shape.
  public func geometry(for shape: FrameShape) -> PortGeometry {
    if let dp0 { return dp0 }
    if isAMD {
      // Where no number of rows gives a word, eight rows stand for it: nothing fits then.
      return (try? AMDGeometry(rows: shape.rows, columns: shape.columns))?.port
        ?? PortGeometry(
          hStart: 1, hStop: shape.columns - 1, sampleInterval: 8 * shape.columns,
          wordLength: AMDGeometry.wordLength, blockOffset: 0)
    }
    return PortGeometry(fillingColumns: shape.columns)
  }

  /// What the host's software costs for a transfer over BRA: an engine that takes the commands leaves nothing but what is in front.
  var streamModel: HostModel {
    guard case .bam = dma, case .pio(var pio) = model else { return model }
    pio.bra = PIOModel.Feed(nanosecondsPerTransfer: pio.bra.nanosecondsPerTransfer)
    return .pio(pio)
  }

  /// The same where a descriptor engine serves nobody else, and nothing goes wrong with it.
  package var withoutOthers: HostConfiguration {
    guard case .bam(var configuration) = dma else { return self }
    configuration.clients = []
    configuration.faults = []
    var host = self
    host.dma = .bam(configuration)
    return host
  }

  /// Whether AMD's hardware lays the blocks into frames.
  package var isAMD: Bool { interface.kind == .amd || dma == .amd }

  /// Why frames of a shape carry no block of this host, whatever the device; nil where they do, as far as its hardware goes.
  func geometryRefusal(for shape: FrameShape) -> TransferError? {
    guard isAMD, dp0 == nil else { return nil }
    do throws(TransferError) {
      _ = try AMDGeometry(rows: shape.rows, columns: shape.columns)
      return nil
    } catch {
      return error
    }
  }
}

/// The commands that open and close a BRA transfer.
public enum TransferSetup: Hashable, Sendable {
  /// The 39 commands of Linux, 19 before the data and 20 after (host reference 1.3).
  case linux
  /// N commands, N from 4 on: half of them, rounded up, before the data. Each half ends with ChannelEn
  /// and the bank switch; the rest rewrite DP0 SampleCtrl1 of the inactive bank with the value it has.
  case commands(Int)
  /// No commands: DP0 is programmed and enabled throughout.
  case alwaysOpen
}

/// How long a bank switch waits for the moment at which the host may send it.
public enum SyncWait: Hashable, Sendable {
  /// It does not wait.
  case none
  /// It waits this many frames, each time.
  case frames(Int)
  /// It goes only in a frame whose number since slot 0 is `phase` modulo `interval`, as with a sync pulse.
  case pulse(interval: Int, phase: Int)
}

/// Which responses of a Target fail a transfer.
public enum ResponsePolicy: String, Hashable, Sendable, CaseIterable {
  /// Bad, NAK and a wrong CRC are EIO, Ignored is ENODATA, NotReady is EAGAIN.
  case strict
  /// Only the NAK and ACK bits count, as in the Linux driver (host reference 3).
  case linux
}

/// When a host looks at the responses to the blocks of a transfer.
public enum ResponseCheck: String, Hashable, Sendable, CaseIterable {
  /// After each block: the first bad one is the last that is sent.
  case perBlock
  /// After all of them, as Linux does: every block is streamed whatever the responses (Deferred_Response_Check of section
  /// 11.4), and the first bad one decides the error.
  case atEnd
}
