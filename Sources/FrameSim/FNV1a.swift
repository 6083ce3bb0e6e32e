/// FNV-1a with 64 bits: hashes that are the same on every machine and in every run.
package enum FNV1a {
  /// The hash of nothing.
  package static var initial: UInt64 { 0xCBF2_9CE4_8422_2325 }

  /// The hash of what `hash` stands for and one more byte.
  @inline(__always)
  package static func step(_ hash: UInt64, _ byte: UInt64) -> UInt64 { (hash ^ byte) &* 0x100_0000_01B3 }

  /// The hash of a text in UTF-8.
  package static func hash(_ text: String) -> UInt64 { hash(text, after: initial) }

  /// The hash of what `hash` stands for and a text.
  package static func hash(_ text: String, after hash: UInt64) -> UInt64 {
    self.hash(text.utf8, after: hash)
  }

  /// The hash of what `hash` stands for and bytes.
  package static func hash(_ bytes: some Sequence<UInt8>, after hash: UInt64) -> UInt64 {
    bytes.reduce(hash) { step($0, UInt64($1)) }
  }
}
