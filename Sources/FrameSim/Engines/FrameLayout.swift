/// Where the payload bits of DP0 lie in a frame, in the forms the frame engine needs.
///
/// Made once per shape, geometry and window phase; never changes.
final class FrameLayout: Sendable {
  let shape: FrameShape
  let settings: PortSettings
  let phase: UInt64
  /// Puts the payload bits into their slots; nil where nobody wanted levels so far.
  let scatter: WordScatter?
  /// Which payload bits lie in slots with an even number: bit q is bit 63 - q % 64 of word q / 64.
  let evenSlots: [UInt64]
  /// How many payload bits lie in front of the end of the parity window, slot [44,0].
  let bitsInWindow: Int

  init(shape: FrameShape, settings: PortSettings, phase: UInt64, hasLevels: Bool) {
    self.shape = shape
    self.settings = settings
    self.phase = phase
    let slots = settings.enabled ? settings.geometry.ownedSlots(in: shape, slotsSinceSSP: phase) : []
    var even = [UInt64](repeating: 0, count: (slots.count + 63) / 64)
    for (index, slot) in slots.enumerated() where slot % 2 == 0 {
      even[index / 64] |= 1 << UInt64(63 - index % 64)
    }
    evenSlots = even
    let windowEnd = ControlDecision.parityWindow * shape.columns
    scatter = hasLevels ? WordScatter(slots: slots) : nil
    bitsInWindow = slots.firstIndex { $0 > windowEnd } ?? slots.count
  }

  /// Whether this is the layout of a frame.
  func fits(shape: FrameShape, settings: PortSettings, phase: UInt64, hasLevels: Bool) -> Bool {
    self.phase == phase && self.shape == shape && self.settings == settings && (!hasLevels || scatter != nil)
  }
}

/// The layouts in use, so that windows that do not divide the frame do not lay out every frame anew.
struct FrameLayoutCache: Sendable {
  private var latest: FrameLayout?
  private var layouts: [UInt64: FrameLayout] = [:]
  private static let capacity = 256
  private var control = ControlSpread(columns: FrameShape.reset.columns)

  /// Puts a control word into a frame of the given shape.
  @inline(__always)
  mutating func control(of shape: FrameShape) -> ControlSpread {
    if control.columns != shape.columns { control = ControlSpread(columns: shape.columns) }
    return control
  }

  /// The layout of a frame of the given shape whose DP0 has that many slots of its window past at slot [0,0].
  ///
  /// `hasLevels` says that levels are formed of it. It is there until the next is asked for, without being counted.
  @inline(__always)
  mutating func layout(
    shape: FrameShape, settings: PortSettings, phase: UInt64, hasLevels: Bool
  ) -> Unmanaged<FrameLayout> {
    if let latest, latest.fits(shape: shape, settings: settings, phase: phase, hasLevels: hasLevels) {
      return Unmanaged.passUnretained(latest)
    }
    return Unmanaged.passUnretained(
      next(shape: shape, settings: settings, phase: phase, hasLevels: hasLevels))
  }

  private mutating func next(
    shape: FrameShape, settings: PortSettings, phase: UInt64, hasLevels: Bool
  ) -> FrameLayout {
    if let known = layouts[phase],
      known.fits(shape: shape, settings: settings, phase: phase, hasLevels: hasLevels)
    {
      latest = known
      return known
    }
    if layouts.count >= Self.capacity { layouts.removeAll(keepingCapacity: true) }
    let layout = FrameLayout(shape: shape, settings: settings, phase: phase, hasLevels: hasLevels)
    layouts[phase] = layout
    latest = layout
    return layout
  }
}
