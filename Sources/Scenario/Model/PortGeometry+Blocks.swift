internal import FrameSim

extension PortGeometry {
  /// Frames after which the room for blocks repeats; 1 where windows divide the frame.
  func blockPeriod(in shape: FrameShape) -> Int {
    let interval = max(1, sampleInterval)
    var divisor = (interval, shape.slots)
    while divisor.1 != 0 { divisor = (divisor.1, divisor.0 % divisor.1) }
    return interval / divisor.0
  }
}
