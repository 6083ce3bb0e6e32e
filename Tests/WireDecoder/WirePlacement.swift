/// The transport parameters of a data port, in plain numbers (protocol reference sections 8.4 and 9.1).
package struct WireGeometry: Hashable {
  package var hStart: Int
  package var hStop: Int
  /// Slots from one sample event to the next.
  package var sampleInterval: Int
  /// Bits of a sample.
  package var wordLength: Int
  /// Sub-frame slots skipped at the start of each window.
  package var blockOffset: Int
  /// Enabled channels; DP0 has one.
  package var channels: Int = 1
  /// Sample times in a block; DP0 has one.
  package var blockGroupCount: Int = 1
  /// Idle slots between the channels in block-per-channel mode; nil means block-per-port.
  package var subBlockOffset: Int?

  package init(
    hStart: Int, hStop: Int, sampleInterval: Int, wordLength: Int, blockOffset: Int, channels: Int = 1,
    blockGroupCount: Int = 1, subBlockOffset: Int? = nil
  ) {
    self.hStart = hStart
    self.hStop = hStop
    self.sampleInterval = sampleInterval
    self.wordLength = wordLength
    self.blockOffset = blockOffset
    self.channels = channels
    self.blockGroupCount = blockGroupCount
    self.subBlockOffset = subBlockOffset
  }

  /// Slots of a Payload Data Window.
  package var payloadDataInterval: Int { blockGroupCount * sampleInterval }

  /// The recommended geometry of DP0: all columns but Column 0, one word per row (section 10).
  package static func filling(columns: Int) -> WireGeometry {
    WireGeometry(
      hStart: 1, hStop: columns - 1, sampleInterval: columns, wordLength: columns - 1, blockOffset: 0)
  }
}

/// One slot that a data port owns.
package struct WirePlace: Hashable {
  package var row: Int
  package var column: Int
  /// Index among the enabled channels, 0 for the lowest one.
  package var channel: Int
  /// Bit of the container, the most significant bit sent first.
  package var bit: Int

  package init(row: Int, column: Int, channel: Int, bit: Int) {
    self.row = row
    self.column = column
    self.channel = channel
    self.bit = bit
  }
}

/// Where the payload of a port lies in a frame: the placement algorithm of protocol reference section 9.2.
package enum WirePlacement {
  /// The owned slots of a frame in transmission order.
  ///
  /// `slotsSinceSSP` belongs to slot [0,0]. A window that began in an earlier frame goes on: the shape cannot have
  /// changed since the last SSP, so the earlier slots lie on the same grid.
  package static func places(of geometry: WireGeometry, in shape: WireShape, slotsSinceSSP: Int)
    -> [WirePlace]
  {
    let interval = geometry.payloadDataInterval
    let subFrame = geometry.hStart...max(geometry.hStart, geometry.hStop)
    guard geometry.hStart <= geometry.hStop else { return [] }
    let intoWindow = slotsSinceSSP % interval
    var places: [WirePlace] = []
    var n = slotsSinceSSP - intoWindow
    var k = 0
    for slot in -intoWindow..<shape.slots {
      if n % interval == 0 { k = 0 }
      // Frames are whole rows, so the column of a slot of an earlier frame follows from its distance alone.
      let column = (slot % shape.columns + shape.columns) % shape.columns
      if subFrame.contains(column) {
        if slot >= 0, let (channel, bit) = owner(of: k - geometry.blockOffset, geometry) {
          places.append(WirePlace(row: slot / shape.columns, column: column, channel: channel, bit: bit))
        }
        k += 1
      }
      n += 1
    }
    return places
  }

  /// The channel and bit at index `p` after the block offset; nil where nobody owns the slot.
  private static func owner(of p: Int, _ geometry: WireGeometry) -> (channel: Int, bit: Int)? {
    let word = geometry.wordLength
    guard p >= 0 else { return nil }
    guard let gap = geometry.subBlockOffset else {
      let containers = geometry.channels * geometry.blockGroupCount
      guard p < word * containers else { return nil }
      return (p / word % geometry.channels, word - 1 - p % word)
    }
    let (channel, bit) = (p / (word + gap), p % (word + gap))
    guard channel < geometry.channels, bit < word else { return nil }
    return (channel, word - 1 - bit)
  }
}
