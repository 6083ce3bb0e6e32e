import BRAEncoder
import FrameSim
import Testing

/// What each transfer interface refuses, and in which order (host reference 1.1, 1.2, 1.8, 2.1 and 3).
@Suite struct InterfaceRefusalTests {
  /// A transfer with all that can be wrong with it and its host.
  private struct Attempt {
    var host = HostConfiguration()
    var device = 1
    var hasDP0 = true
    var bytes = 256
    var isSecond = false
    var shape = FrameShape.of(50, 10)

    /// What comes of it.
    func error() -> TransferError? {
      // Listed beside another with DP0, which the transfer in front goes to.
      let peripherals = [PeripheralConfiguration.target(1, dp0: hasDP0 ? DP0Limits() : nil), .target(2)]
      var simulation = Simulation(shape: shape, peripherals: peripherals, host: host)
      let request = TransferRequest.write(
        bytes <= 1 << 20 ? [UInt8](repeating: 1, count: bytes) : [], to: 0x2000, device: device, via: .bra)
      var asked = request
      if bytes > 1 << 20 {
        asked = TransferRequest(
          name: "", path: .bra, operation: .write, device: device, address: 0x2000, bytes: bytes, data: [])
      }
      guard isSecond else { return simulation.run(asked).error }
      let first = TransferRequest.write([UInt8](repeating: 2, count: 256), to: 0x2000, device: 2, via: .bra)
      return simulation.run(first, beside: [SideTransfer(asked)]).others?.first?.error
    }
  }

  /// Something wrong, and what is said about it.
  private struct Obstacle: Sendable {
    var errno: TransferErrno
    var words: String
    var add: @Sendable (inout Attempt) -> Void

    init(_ errno: TransferErrno, _ words: String, _ add: @escaping @Sendable (inout Attempt) -> Void) {
      self.errno = errno
      self.words = words
      self.add = add
    }
  }

  /// With each obstacle and all that are looked at after it, the first decides; without any, there is none.
  private func check(
    _ kind: HostInterface.Kind, _ policy: TransferPolicy? = nil, _ obstacles: [Obstacle],
    isSecond: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    func attempt(_ obstacles: ArraySlice<Obstacle>) -> Attempt {
      var attempt = Attempt()
      attempt.host.interface.kind = kind
      attempt.host.policy = policy
      attempt.isSecond = isSecond
      for obstacle in obstacles.reversed() { obstacle.add(&attempt) }
      return attempt
    }
    for index in obstacles.indices {
      let error = attempt(obstacles[index...]).error()
      #expect(
        error?.errno == obstacles[index].errno, "\(kind) \(index): \(error?.message ?? "")",
        sourceLocation: sourceLocation)
      #expect(error?.message.contains(obstacles[index].words) == true, sourceLocation: sourceLocation)
    }
    if !isSecond { #expect(attempt([]).error() == nil, sourceLocation: sourceLocation) }
  }

  private static let device = Obstacle(.noDevice, "1 to 11") { $0.device = 12 }
  private static let busy = Obstacle(.busy, "other stream") { $0.host.interface.otherStreams = 1 }
  private static let port = Obstacle(.invalid, "no DP0") { $0.hasDP0 = false }
  private static let long = Obstacle(.invalid, "1 MiB") { $0.bytes = 1 << 20 + 1 }
  private static func hooks(_ errno: TransferErrno) -> Obstacle {
    Obstacle(errno, "no functions") { $0.host.interface.hasHooks = false }
  }

  /// Host reference 1.2, steps 1 to 4: the core, then the controller, then the streams.
  @Test func merged() {
    let policy = TransferPolicy(minBytes: 16)
    check(.merged, policy, [Self.device, Self.hooks(.notSupported), Self.long, Self.busy, Self.port])
    check(.merged, policy, [Obstacle(.invalid, "minimum of 16") { $0.bytes = 15 }, Self.busy, Self.port])
    // What a frame has room for is looked at last.
    let small = Obstacle(.invalid, "no frame of") { $0.shape = .of(48, 2) }
    check(.merged, policy, [Self.busy, small])
  }

  /// A second stream at the same time is EAGAIN, in front of what the controller says of lengths (host reference 3).
  @Test func aSecondStreamIsAgain() {
    let policy = TransferPolicy(minBytes: 16)
    let again = Obstacle(.again, "under way") { _ in }
    let short = Obstacle(.invalid, "minimum of 16") { $0.bytes = 15 }
    check(.merged, policy, [Self.device, Self.long, again], isSecond: true)
    // What is wrong besides is looked at after it.
    for later in [short, Self.port] {
      var attempt = Attempt()
      attempt.host.policy = policy
      attempt.isSecond = true
      later.add(&attempt)
      #expect(attempt.error()?.errno == .again)
    }
    check(.amd, policy, [Self.device, short, again], isSecond: true)
  }

  /// Host reference 2.1: mode, minimum, alignment, device, hooks; then the controller.
  @Test func firstProposal() {
    let policy = TransferPolicy(minBytes: 128, alignBytes: 128)
    check(
      .v1, policy,
      [
        Obstacle(.invalid, "not BRA") { $0.host.interface.bulkProtocol = .other },
        Obstacle(.invalid, "minimum of 128") { $0.bytes = 127 }, Self.device, Self.hooks(.noSupport),
        Self.busy, Self.port,
      ])
    check(
      .v1, policy,
      [Obstacle(.invalid, "multiple of the policy's 128") { $0.bytes = 129 }, Self.device, Self.port])
    let again = Obstacle(.again, "under way") { _ in }
    check(.v1, policy, [Self.device, again], isSecond: true)
  }

  /// The length is looked at when it is sent: by then the stream is open, and is closed again (host reference 2.1).
  @Test(arguments: [nil, 512])
  func firstProposalLooksAtLongLengthsLate(most: Int?) {
    var attempt = Attempt()
    attempt.host.interface.kind = .v1
    attempt.host.policy = TransferPolicy(minBytes: 128, alignBytes: 128, maxBytes: most ?? 1 << 20)
    attempt.bytes = most.map { $0 + 128 } ?? 1 << 20 + 128
    let peripherals = [PeripheralConfiguration.target(1)]
    for engine in Engine.allCases {
      var simulation = Simulation(
        shape: attempt.shape, peripherals: peripherals, host: attempt.host, engine: engine)
      let result = simulation.run(
        TransferRequest(
          name: "", path: .bra, operation: .read, device: 1, address: 0x2000, bytes: attempt.bytes, data: [])
      )
      #expect(result.error?.errno == .invalid)
      #expect((result.frames.setup, result.frames.data, result.frames.teardown) == (9, 0, 9))
      #expect(result.blocks.sent == 0 && simulation.bus.frame == 18)
    }
    attempt.device = 12
    #expect(attempt.error()?.errno == .noDevice)
  }

  /// Host reference 1.8: validation, then the mutex, then the state of the controller; a frame of 50x4 carries nothing.
  @Test func amd() {
    let policy = TransferPolicy(minBytes: 16)
    let suspended = Obstacle(.shutdown, "suspended") { $0.host.interface.isSuspended = true }
    let shape = Obstacle(.invalid, "a block needs more than 10") { $0.shape = .of(50, 4) }
    check(.amd, policy, [Self.device, Self.hooks(.notSupported), Self.long, suspended, Self.busy, Self.port])
    check(
      .amd, policy, [Obstacle(.invalid, "minimum of 16") { $0.bytes = 15 }, suspended, Self.busy, shape])
  }

  /// Column 0 knows no interface.
  @Test func column0IsNotAsked() {
    let interface = HostInterface(kind: .amd, hasHooks: false, isSuspended: true, otherStreams: 3)
    var simulation = Simulation(
      shape: .of(50, 4), peripherals: [.target(1)],
      host: HostConfiguration(
        policy: TransferPolicy(minBytes: 16), interface: interface))
    #expect(simulation.run(.write([1], to: 0x2000, device: 1, via: .column0)).error == nil)
  }
}
