import Foundation

/// How wide texts for a person are.
enum TerminalWidth {
  /// The most columns of a text that is wrapped.
  static let most = 100
  private static let least = 40

  /// The columns that texts on stdout are to have, from 40 to 100; nil where nobody says.
  ///
  /// The variable COLUMNS goes before what the terminal says, and holds without one, too, as with other tools.
  static var ofOutput: Int? {
    let wanted = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 0
    guard let columns = wanted > 0 ? wanted : reported else { return nil }
    return min(max(columns, least), most)
  }

  private static var reported: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}
