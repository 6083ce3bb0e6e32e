/// Where the bytes begin that did not go through over BRA.
struct UnsentBytes: Hashable, Sendable {
  /// The leg, from 0.
  let leg: Int
  /// The place of the first of them among all bytes of the transfer; nil where it is the leg's first.
  let place: Int?
  /// How many of them have been sent in vain already; nil for all of the leg.
  let tried: Int?
}
