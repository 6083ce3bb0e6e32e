/// How the wire decoder finds the first frame.
package enum WireStart {
  /// The frame at `slot` has this shape; `level` is the line in front of it, `highs` what its parity window holds
  /// already, `dynamicSync` the value it must carry.
  case known(slot: Int = 0, shape: WireShape, dynamicSync: UInt8 = 0xF, level: UInt8 = 0, highs: Int = 0)
  /// Look for it from `slot` on. The line is taken to be LOW in front of slot 0 of the levels.
  case search(from: Int = 0)

  /// A known start at slot 0: level LOW, no highs, dynamic sync F.
  package static func shape(_ rows: Int, _ columns: Int) -> WireStart {
    .known(shape: WireShape(rows: rows, columns: columns))
  }
}

/// What the wire decoder is told about DP0.
package enum WireDP0 {
  /// Nothing: all registers are at reset, and the decoder follows the writes on Column 0.
  case followed
  /// Both banks of every device hold this geometry; what comes after is followed.
  case programmed(WireGeometry, enabled: Bool)
  /// On with this geometry from a frame on, counted in decoded frames; writes to its registers are not followed.
  case given(WireGeometry, fromFrame: Int)
}

/// One frame read off the wire.
package struct DecodedFrame: Equatable {
  package var startSlot: Int
  package var shape: WireShape
  package var controlWord: WireControlWord
  /// Slots with the line HIGH in the parity window (section 4.1).
  package var highs: Int
  /// Whether PAR fits; nil where the window began before the decoder knew where it was.
  package var parityOK: Bool?
  package var staticSyncOK: Bool
  /// Whether dynamic sync is the value that must follow; nil where no earlier one is known.
  package var dynamicSyncOK: Bool?
  /// The payload of DP0; nil while it is off.
  package var block: WireBlock?
  /// Where DP0 lay; nil while it is off.
  package var geometry: WireGeometry?

  package var isHighPHY: Bool { controlWord.phySync == 1 }
  package var hasSyncError: Bool { !staticSyncOK || dynamicSyncOK == false }
}

/// Reads line levels and finds the frames in them.
///
/// It shares nothing with the simulator, so that what both agree on has two witnesses. It is written to be read
/// beside the protocol reference, not to be fast.
package struct WireDecoder {
  package enum Failure: Error, Equatable {
    /// A level that is neither 0 nor 1.
    case badLevel(slot: Int)
    /// The start does not lie in the levels.
    case startOutside
    /// No frame shape fits what is on the wire.
    case noFrameFound
  }

  /// Decodes `levels`, one 0 or 1 per slot, into frames; an incomplete last frame is left out.
  ///
  /// With a known start all frames are given, whatever their sync fields hold. After a search, two frames in a row
  /// with a sync error end the synchronisation, and the search starts again after the last good frame.
  package static func decode(
    levels: [UInt8], start: WireStart, dp0: WireDP0 = .followed
  ) throws -> [DecodedFrame] {
    if let slot = levels.firstIndex(where: { $0 > 1 }) { throw Failure.badLevel(slot: slot) }
    switch start {
    case .known(let slot, let shape, let dynamicSync, let level, let highs):
      guard slot >= 0, slot <= levels.count else { throw Failure.startOutside }
      var reader = WireFrameReader(
        line: WireLine(levels: levels, from: slot, levelBefore: level), slot: slot, shape: shape, dp0: dp0)
      reader.expectedDynamicSync = dynamicSync
      reader.highs = highs
      var frames: [DecodedFrame] = []
      while let frame = reader.next() { frames.append(frame) }
      return frames
    case .search(let first):
      guard first >= 0, first <= levels.count else { throw Failure.startOutside }
      let line = WireLine(levels: levels, from: first, levelBefore: first > 0 ? levels[first - 1] : 0)
      return try searchAndDecode(line, dp0: dp0)
    }
  }

  private static func searchAndDecode(_ line: WireLine, dp0: WireDP0) throws -> [DecodedFrame] {
    var frames: [DecodedFrame] = []
    var from = line.first
    while var reader = WireSearch.findFrames(in: line, from: from, framesBefore: frames.count, dp0: dp0) {
      from = reader.slot
      var firstBad: DecodedFrame?
      while let frame = reader.next() {
        if frame.hasSyncError {
          if firstBad != nil {
            frames.removeLast()
            break
          }
          firstBad = frame
        } else {
          firstBad = nil
          from = reader.slot
        }
        frames.append(frame)
      }
    }
    guard !frames.isEmpty else { throw Failure.noFrameFound }
    return frames
  }
}

/// The levels with the logical bits that they mean (section 1.3): a transition is a 1.
package struct WireLine {
  package let levels: [UInt8]
  package let bits: [UInt8]
  /// The first slot that counts; bits in front of it are 0.
  package let first: Int

  package init(levels: [UInt8], from first: Int, levelBefore: UInt8) {
    var bits = [UInt8](repeating: 0, count: levels.count)
    var last = levelBefore
    for slot in first..<levels.count {
      bits[slot] = levels[slot] ^ last
      last = levels[slot]
    }
    self.levels = levels
    self.bits = bits
    self.first = first
  }
}
