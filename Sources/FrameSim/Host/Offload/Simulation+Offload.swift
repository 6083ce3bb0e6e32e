// Calls to the offload instance of the Manager, in between transfers.
extension Simulation {
  /// Makes a call.
  ///
  /// It fails with an errno where the driver refuses it, most of them in front of the first frame; what an offload did from a call on
  /// that enabled it, `offloadReports` say, in the order of these calls.
  public mutating func run<Observer: FrameObserver>(
    _ call: OffloadCall, observer: inout Observer
  ) -> TransferResult {
    let startSlot = bus.slot
    var result = TransferResult(startSlot: startSlot, endSlot: startSlot)
    if let refusal = offload.refusal(of: call, host, timeline, &bus) {
      result.error = refusal
      return result
    }
    let program = OffloadProgram(call, offload, host, HostView(&bus))
    guard !program.stages.isEmpty else { return result }
    let isWatched = Observer.self != NoObserver.self
    bus.manager.abandonsNotReady = host.responses == .strict
    bus.manager.defersResponseCheck = host.check == .atEnd
    bus.manager.buffers = program.engine.buffers
    var conductor = Conductor(
      Conductor.Seat(
        TransferProgram(program, HostView(&bus), timeline),
        Ledger(startSlot: startSlot, limits: offload.prepared?.limits ?? DP0Limits())),
      timeline, syncInterval: syncInterval, &bus)
    if !isWatched, engine == .frame, comparison == nil { conductor.skipsFrom = bus.frame }
    comparison?.shareHost(of: bus)
    var run = SimulationRun(
      engine, wantsLevels: Observer.wantsLevels, isWatched: isWatched, comparison: comparison,
      MeterPulse(meter, bus), witness: OffloadWitness(program.engine))
    comparison = nil
    if isWatched {
      while !observer.breaksOff, conductor.step(&bus, &run) { run.show(to: &observer) }
    } else {
      conductor.run(&bus, &run)
    }
    run.pulse.tell(bus)
    run.look(conductor.lead.program.offloadPrograms, &bus)
    comparison = run.comparison
    comparison?.compareDevices(with: bus)
    finish(conductor.lead, run.witness.first, &result)
    return result
  }

  /// The same, and nobody watches.
  public mutating func run(_ call: OffloadCall) -> TransferResult {
    var observer = NoObserver()
    return run(call, observer: &observer)
  }

  private mutating func finish(
    _ seat: Conductor<TransferProgram>.Seat, _ witness: OffloadWitness?, _ result: inout TransferResult
  ) {
    result.add(seat.ledger)
    let landing = bus.manager.buffers.dropFirst(OffloadSequencer.landingBuffer).first?.incoming ?? []
    bus.manager.buffers = [BlockBuffer()]
    guard let program = seat.program.offload.first else { return }
    result.error = program.error
    result.bytesMoved = program.moved
    let before = offload.run?.report ?? OffloadReport()
    offload = program.engine
    offload.brought = OffloadEngine.Brought(read: witness?.bytesRead ?? [], landed: landing)
    guard let witness, offload.programs > before.programs else { return }
    offload.found(damaged: witness.damaged)
    result.isIntact = witness.damaged == before.streams.damaged
  }

  /// What the offload did each time it was enabled, in order.
  public var offloadReports: [OffloadReport] { offload.allReports }

  /// What is in the memories of the offload; nil where no message is optimised.
  public var offloadImage: OffloadImage? { offload.prepared?.image }
}
