/// An `errno` as an error.
package struct SystemError: Error, Hashable, Sendable {
  /// The `errno`.
  package let code: Int32

  /// An error of the system.
  package init(_ code: Int32) { self.code = code }
}
