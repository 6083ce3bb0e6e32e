import FrameSim

/// A feed around another that has a block only in every third frame.
struct EveryThirdFrame<Feed: BlockFeed>: BlockFeed {
  private var feed: Feed
  private let pause: UInt64
  private var notBefore: UInt64 = 0

  /// The blocks of a feed, on a bus of a shape.
  init(_ feed: Feed, _ shape: FrameShape) {
    self.feed = feed
    pause = 2 * UInt64(shape.slots)
  }

  mutating func next(payloadBits: Int, at time: HostInstant) -> FeedAnswer {
    if time.slot < notBefore { return .wait(until: HostInstant(slot: notBefore)) }
    let answer = feed.next(payloadBits: payloadBits, at: time)
    if case .block = answer { notBefore = time.slot + pause }
    return answer
  }

  mutating func sent() {
    notBefore += pause / 2
    feed.sent()
  }

  var isAtEnd: Bool { feed.isAtEnd }
}
