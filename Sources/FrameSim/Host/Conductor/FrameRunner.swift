/// Clocks the frames that a conductor makes, and looks on.
package protocol FrameRunner {
  /// The programs it looks on.
  associatedtype Program: HostProgram

  /// Clocks the frame that the conductor has just made.
  mutating func run(_ conductor: borrowing Conductor<Program>, on bus: inout Bus) -> FrameOutcome

  /// Sees the frame's end, in front of the programs.
  mutating func ended(
    _ conductor: borrowing Conductor<Program>, _ outcome: FrameOutcome, on bus: inout Bus)

  /// Whether it wants no more frames, or not this one.
  mutating func isDone(_ conductor: borrowing Conductor<Program>, in bus: inout Bus) -> Bool
}

extension FrameRunner {
  /// It does nothing.
  @inline(__always)
  package mutating func ended(
    _ conductor: borrowing Conductor<Program>, _ outcome: FrameOutcome, on bus: inout Bus
  ) {}

  /// It wants all there are.
  @inline(__always)
  package mutating func isDone(_ conductor: borrowing Conductor<Program>, in bus: inout Bus) -> Bool { false }
}
