package import FrameSim

/// The derived numbers of a transfer: time, rate, efficiency.
package struct TransferMeasure {
  let result: TransferResult
  let bus: ScenarioBus

  /// The numbers of a result.
  package init(result: TransferResult, bus: ScenarioBus) {
    self.result = result
    self.bus = bus
  }

  /// How long it took.
  var seconds: Double { bus.timeline.seconds(from: result.startSlot, to: result.endSlot) }

  /// Bytes per second; 0 for a transfer without frames.
  var bytesPerSecond: Double { seconds > 0 ? Double(result.bytesMoved) / seconds : 0 }

  /// The rate without any loss: every frame full.
  var ceiling: Double { result.bytesPerFrame * bus.frameRateHz }

  /// The share of the ceiling that was reached; 0 for a transfer without frames.
  var efficiency: Double {
    let possible = result.bytesPerFrame * Double(result.duration)
    // From whole numbers, so that a transfer without any loss reaches 1 and not a little more.
    return possible > 0 ? Double(result.bytesMoved) * Double(bus.shape.slots) / possible : 0
  }

  /// The number an expectation bounds; a number of what the transfer has none of is 0.
  package func value(of metric: ExpectationMetric) -> Measured {
    let offload = result.course.offload ?? OffloadReport()
    return switch metric {
    case .seconds: .real(seconds)
    case .bytesPerSecond: .real(bytesPerSecond)
    case .efficiency: .real(efficiency)
    case .setupFrames: .count(result.frames.setup)
    case .syncWaitFrames: .count(result.frames.syncWait)
    case .dataFrames: .count(result.frames.data)
    case .teardownFrames: .count(result.frames.teardown)
    case .retryFrames: .count(result.frames.retry)
    case .hostFrames: .count(result.frames.host)
    case .writeCommands: .count(result.commands.write)
    case .readCommands: .count(result.commands.read)
    case .pingCommands: .count(result.commands.ping)
    case .blocksSent: .count(result.blocks.sent)
    case .blocksOk: .count(result.blocks.ok)
    case .blocksIgnored: .count(result.blocks.ignored)
    case .blocksNak: .count(result.blocks.nak)
    case .blocksNotReady: .count(result.blocks.notReady)
    case .blocksBad: .count(result.blocks.bad)
    case .blocksAborted: .count(result.blocks.aborted)
    case .retries: .count(result.retries)
    case .sections: .count(UInt64(result.sections.count))
    case .fakeFrames: .count(result.fakeFrames)
    case .column0Bytes: .count(UInt64(result.course.column0Bytes))
    case .damagedTransactions: .count(result.course.bam?.damagedTransactions ?? 0)
    case .interleaved: .count(result.course.bam?.interleaved.count ?? 0)
    case .deadlocks: .count(result.course.bam?.deadlocks ?? 0)
    case .triggers: .count(offload.triggers)
    case .lost: .count(offload.lost.total)
    case .programs: .count(offload.programs)
    case .damagedPrograms: .count(offload.streams.damaged)
    case .cutPrograms: .count(offload.cut)
    case .underruns: .count(offload.streams.underruns)
    case .overruns: .count(offload.streams.overruns)
    case .failures: .count(offload.streams.failures)
    case .cpuSecondsPerTrigger: .real(offload.hostSecondsPerTrigger)
    default: .count(result.frames.total)
    }
  }
}
