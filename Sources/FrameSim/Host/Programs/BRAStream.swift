/// The stream of a BRA transfer as its host makes it: what opens and closes it, and how DP0 is programmed.
package struct BRAStream: Sendable {
  /// The device number.
  let device: Int
  /// The commands around the blocks.
  let setup: TransferSetup
  /// The geometry that they program.
  let geometry: PortGeometry
  /// The limits of the DP0 that is addressed.
  let limits: DP0Limits
  /// Which responses fail the transfer.
  let responses: ResponsePolicy
  /// When the host looks at them.
  let check: ResponseCheck
  /// What it does around the blocks.
  let steps: [StreamStep]

  /// What a host does that knows its stream to have blocks once.
  static let plainSteps: [StreamStep] = [.commands(.open), .blocks, .commands(.close)]

  /// A stream to a device whose DP0 has these limits.
  package init(
    device: Int, setup: TransferSetup, geometry: PortGeometry, limits: DP0Limits = DP0Limits(),
    responses: ResponsePolicy = .strict, check: ResponseCheck = .perBlock
  ) {
    self.init(
      device: device, setup: setup, geometry: geometry, limits: limits, responses: responses, check: check,
      steps: Self.plainSteps)
  }

  /// A stream with what is done around its blocks.
  init(
    device: Int, setup: TransferSetup, geometry: PortGeometry, limits: DP0Limits, responses: ResponsePolicy,
    check: ResponseCheck, steps: [StreamStep]
  ) {
    self.steps = steps
    self.device = device
    self.setup = setup
    self.geometry = geometry
    self.limits = limits
    self.responses = responses
    self.check = check
  }

  /// The same where something else does what is around the blocks.
  var withoutSteps: BRAStream {
    BRAStream(
      device: device, setup: setup, geometry: geometry, limits: limits, responses: responses, check: check,
      steps: [])
  }

  /// The commands of a step; they depend on the bank that is current then.
  func commands(_ step: StreamCommands, bank: Int, after earlier: CommandSequence?) -> CommandSequence {
    CommandSequence(setup.commands(step, geometry, bank: bank), device: device, after: earlier)
  }

  /// Why no frame would ever carry a block; nil where some do.
  ///
  /// Looked at in front of the first block: a DP0 that earlier writes have closed, or made something else than the host
  /// programs, would keep the transfer waiting for ever. A host notices by its time-out.
  func obstacle(_ port: PortSettings, _ view: HostView) -> TransferError? {
    if port.enabled {
      if port.geometry == geometry { return nil }
      let capacity = BlockCapacity(geometry: port.geometry, shape: view.shape)
      if capacity.largest.flatMap({ BlockCapacity.dataBytes(capacity: $0, limits: limits) }) != nil {
        return nil
      }
    }
    return TransferError(
      errno: .timedOut, message: "no frame carries a block: DP0 is closed, or programmed otherwise")
  }
}
