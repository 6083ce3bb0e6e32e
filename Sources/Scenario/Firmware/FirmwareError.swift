/// Where something in a firmware file stands.
public enum FirmwarePlace: Hashable, Sendable, CustomStringConvertible {
  /// A line of a text, from 1.
  case line(Int)
  /// An offset into a binary file, from 0; the end of the file is its length.
  case byte(Int)

  /// The line's number, or `byte` and the offset.
  public var description: String {
    switch self {
    case .line(let line): "\(line)"
    case .byte(let offset): "byte \(offset)"
    }
  }

  /// The line, or nil in a binary file.
  var line: Int? {
    if case .line(let line) = self { line } else { nil }
  }

  fileprivate var number: Int {
    switch self {
    case .line(let number), .byte(let number): number
    }
  }
}

/// One thing that is wrong with a firmware file.
public struct FirmwareMistake: Hashable, Sendable {
  /// Where.
  public var place: FirmwarePlace
  /// What is wrong, what belongs there, and what was probably meant; one line of printable text.
  public var message: String
}

/// Why a firmware file cannot be used.
public struct FirmwareError: Error, Hashable, Sendable {
  /// What is wrong, in the order of the file: 1 to 20 mistakes.
  public let mistakes: [FirmwareMistake]
  /// How many mistakes there are besides.
  public let leftOut: Int

  init(_ place: FirmwarePlace, _ message: String) {
    mistakes = [FirmwareMistake(place: place, message: message)]
    leftOut = 0
  }

  fileprivate init(_ mistakes: [FirmwareMistake], leftOut: Int) {
    self.mistakes = mistakes
    self.leftOut = leftOut
  }

  /// A line for each mistake, such as `FILE:12: error: ...` or `FILE:byte 12: error: ...`.
  public func report(file: String) -> [String] {
    let name = SystemPath.shown(file)
    let lines = mistakes.map { "\(name):\($0.place): error: \($0.message)" }
    return leftOut == 0 ? lines : lines + ["\(name): error: and \(leftOut) more mistakes"]
  }
}

/// Collects the mistakes of a file: some are kept, the rest is counted.
struct FirmwareMistakes {
  private static let limit = 20
  private var kept: [FirmwareMistake] = []
  private var leftOut = 0
  /// Whether there are none.
  var isEmpty: Bool { kept.isEmpty }

  /// A mistake at a place; the message is only made if it is kept.
  mutating func add(_ place: FirmwarePlace, _ message: @autoclosure () -> String) {
    if kept.count < Self.limit {
      kept.append(FirmwareMistake(place: place, message: message()))
    } else {
      leftOut += 1
    }
  }

  /// Throws what was found, in the order of the file.
  func check() throws(FirmwareError) {
    if kept.isEmpty { return }
    let order = kept.indices.sorted { (kept[$0].place.number, $0) < (kept[$1].place.number, $1) }
    throw FirmwareError(order.map { kept[$0] }, leftOut: leftOut)
  }
}
