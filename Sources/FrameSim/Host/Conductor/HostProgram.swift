/// Something a host does with the frames of a bus, beside other things.
///
/// A value that never sees the bus: in front of each frame it says what it wants, and it learns what came of that.
/// `Conductor` is generic over it, so that no frame goes through an existential.
package protocol HostProgram: Sendable {
  /// It takes part from this frame on. Not called for one that is there from the beginning.
  mutating func begin(_ view: HostView, _ timeline: BusTimeline)

  /// Says what it wants of the next frame. It is asked in front of every frame until it is through, also while it waits, and
  /// may be asked again where another needed the frame; only `complete` means that something was sent. One that is through
  /// wants nothing.
  mutating func offer(_ frame: inout FrameOffer, _ view: HostView, _ timeline: BusTimeline)

  /// Learns what became of a frame in which it sent what `share` says; `view` is what the host knows in front of the next.
  mutating func complete(
    _ share: FrameShare, _ outcome: FrameOutcome, _ view: HostView, _ timeline: BusTimeline)

  /// Whether it has to see how the Manager's end of DP0 is programmed, before it is asked the next time.
  var asksForPort: Bool { get }

  /// Sees the Manager's end of DP0, as it is in the next frame.
  mutating func look(at port: PortSettings, _ view: HostView)

  /// So many frames passed in which its bank switch waited.
  mutating func waited(_ frames: UInt64)

  /// Whether nothing of it is left, in front of a frame.
  func isThrough(_ view: HostView) -> Bool

  /// Whether it is in the middle of a message over Column 0 that rests on the page registers, so that no other may begin.
  var holdsPage: Bool { get }
}

extension HostProgram {
  /// It keeps no time of its own.
  package mutating func begin(_ view: HostView, _ timeline: BusTimeline) {}

  /// It need not.
  package var asksForPort: Bool { false }

  /// It does not look.
  package mutating func look(at port: PortSettings, _ view: HostView) {}

  /// It has no messages.
  package var holdsPage: Bool { false }

  /// It does not care.
  package mutating func waited(_ frames: UInt64) {}
}
