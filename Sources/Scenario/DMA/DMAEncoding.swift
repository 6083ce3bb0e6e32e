internal import BRAEncoder
package import FrameSim

/// What a host's DMA has in memory for a transfer of a scenario: what its driver put there, and what the simulated wire brought.
package struct DMAEncoding: Sendable {
  /// What of the transfer goes over BRA.
  package let bulk: TransferRequest
  /// Plans or descriptors.
  package let memory: TransferDMA
  /// What came back of each block, of all streams in turn.
  private let responses: [CadenceResponse]
  /// What became of the transfer.
  package let result: TransferResult
  /// How often the messages are sent.
  private let sends: Int

  /// Why there is none.
  package enum Failure: Error {
    /// The run itself.
    case run(RunFailure)
    /// The interface or the DMA refuses the transfer.
    case refused(TransferError)
    /// It does not go over BRA.
    case isNoStream
  }

  /// Runs the transfers up to one over BRA, and that one.
  ///
  /// For that one a host without a DMA gets Intel's with Cadence's buffers, whose times are 0, and no length is too short: a policy
  /// that would refuse it is left out.
  package init(
    _ scenario: ScenarioFile, transfer index: Int, seed: UInt64?, settings: RunSettings
  ) throws(Failure) {
    let seed = seed ?? scenario.seed
    if let failure = scenario.memoryFailure(seed: seed, engine: .frame, limit: settings.memoryLimit) {
      throw .run(failure)
    }
    var simulation: Simulation
    do throws(RunFailure) {
      simulation = try scenario.simulation(seed: seed, engine: .frame)
    } catch {
      throw .run(error)
    }
    simulation.meter = settings.meter
    var made: Made?
    let transfers = scenario.transfers
    try TransferSchedule(transfers).run(index + 1) { (place, companions) throws(Failure) in
      if let call = transfers[place].call {
        do throws(DataSourceError) {
          _ = simulation.run(try call.loaded(transfers[place].name, seed: seed))
        } catch {
          throw .run(.data(error))
        }
        return false
      }
      let (request, beside) = try Self.load(transfers, place, companions, seed)
      guard place == index else { return simulation.run(request, beside: beside).others != nil }
      simulation.host = simulation.host.encoding
      made = try Made(request, beside, &simulation)
      return made?.result.error == nil
    }
    if made == nil, let other = transfers[index].during {
      throw .refused(
        TransferError(
          errno: .again, message: "another BRA transfer, \(quote(other.transfer, limit: 200)), is under way"))
    }
    guard let made, let (memory, bulk) = made.dma else { throw .isNoStream }
    self.memory = memory
    self.bulk = bulk
    responses = made.responses
    sends = scenario.host.interface.sends
    result = made.result
  }

  /// The transfer, as it was made.
  private struct Made {
    var dma: (memory: TransferDMA, bulk: TransferRequest)?
    var responses: [CadenceResponse]
    var result: TransferResult

    init(
      _ request: TransferRequest, _ beside: [SideTransfer], _ simulation: inout Simulation
    ) throws(Failure) {
      do throws(TransferError) {
        dma = try simulation.dma(for: request)
      } catch {
        throw .refused(error)
      }
      var receiver = CadenceReceiver()
      result = simulation.run(request, beside: beside, observer: &receiver).lead
      responses = receiver.responses
    }
  }

  private static func load(
    _ transfers: [ScenarioTransfer], _ place: Int, _ companions: [Int], _ seed: UInt64
  ) throws(Failure) -> (TransferRequest, beside: [SideTransfer]) {
    do {
      return try transfers.group(place, companions, seed: seed)
    } catch {
      throw .run(error)
    }
  }
}

extension HostConfiguration {
  /// The same host with a DMA, and without a policy that refuses lengths.
  fileprivate var encoding: HostConfiguration {
    var host = self
    if host.policy?.rest == .refuse { host.policy = nil }
    // Buffers are those of the first pass.
    host.retry = nil
    if host.dma == nil, !host.isAMD {
      host.dma = .hda(DMATimes())
      host.check = .atEnd
    }
    return host
  }
}

// MARK: - Cadence's buffers

extension DMAEncoding {
  /// The buffers of one message: the plan, what the driver wrote, and what the wire brought.
  package struct Buffers: Sendable {
    /// The plan.
    package let plan: CadencePlan
    /// The device number.
    package let device: Int
    /// PDI0.
    package let transmit: [UInt8]
    /// PDI1.
    package let receive: [UInt8]
  }

  /// How many messages there are; 0 where the DMA is not Intel's.
  package var messages: Int {
    if case .hda(let plans) = memory { plans.count * sends } else { 0 }
  }

  /// The buffers of a message, from 0; those that are sent again come after all others.
  package func buffers(of message: Int) -> Buffers? {
    guard case .hda(let plans) = memory, 0..<messages ~= message else { return nil }
    let (round, index) = message.quotientAndRemainder(dividingBy: plans.count)
    let plan = plans[index]
    func frames(_ plans: some Sequence<CadencePlan>) -> Int { plans.reduce(0) { $0 + $1.totalFrames } }
    let first = round * frames(plans) + frames(plans[..<index])
    let own = responses.dropFirst(first).prefix(plan.totalFrames)
    let start = plans[..<index].reduce(0) { $0 + $1.byteCount }
    let data = bulk.data.isEmpty ? [] : Array(bulk.data[start..<start + plan.byteCount])
    guard let transmit = plan.transmitBuffer(device: bulk.device, data: data) else { return nil }
    return Buffers(
      plan: plan, device: bulk.device, transmit: transmit, receive: plan.receiveBuffer(own))
  }
}
