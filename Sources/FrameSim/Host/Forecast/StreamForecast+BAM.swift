internal import BRAEncoder

extension StreamForecast {
  /// What a descriptor engine and its driver take at most, if all of it came one after the other; other clients are not worked out.
  func slots(of engine: BAMConfiguration) -> UInt64 {
    var (commands, legs) = (0, 0)
    for step in route.steps {
      if case .commands(let step) = step {
        commands += host.setup.commands(step, geometry, bank: 0).count
      } else if step == .blocks {
        legs += 1
      }
    }
    let sections = route.legs?.ranges.flatMap { $0 } ?? Array(route.bulk.sections.indices)
    var (bytes, descriptors) = (
      0, 4 * legs + 3 * commands * BAMCommandElement.byteCount / BAMDescriptor.maximumSize
    )
    for section in sections {
      let count = route.bulk.sections[section].byteCount
      bytes += count
      descriptors += 1 + engine.dataDescriptors(of: count)
    }
    let elements = 3 * commands + 6 * sections.count + 2 * legs
    let bursts = (bytes + elements * BAMCommandElement.byteCount) / engine.burst + descriptors
    let refills = UInt64(descriptors / (engine.ring - 1) + 2 * legs)
    let times = engine.times
    var sum = HostForecast.product(UInt64(elements), times.perElement)
    for (count, time) in [(descriptors, times.perDescriptor), (bursts, times.perBurst)] {
      sum = HostForecast.sum(sum, HostForecast.product(UInt64(count), time))
    }
    for time in [times.perDoorbell, times.toInterrupt, times.toWorker] {
      sum = HostForecast.sum(sum, HostForecast.product(refills, time))
    }
    return timeline.slots(nanoseconds: sum)
  }
}
