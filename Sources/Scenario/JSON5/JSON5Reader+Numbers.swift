extension JSON5Reader {
  /// A number with its sign: decimal, hexadecimal, Infinity or NaN.
  mutating func number() throws(JSON5Error) -> JSON5Number {
    let start = at
    var negative = false
    if peek == UInt8(ascii: "-") || peek == UInt8(ascii: "+") {
      negative = peek == UInt8(ascii: "-")
      at += 1
    }
    let result: JSON5Number
    switch peek {
    case UInt8(ascii: "I"), UInt8(ascii: "N"):
      guard case .number(.real(let value)) = try word() else { throw notANumber(start) }
      return .real(negative ? -value : value)
    case UInt8(ascii: "0") where peek(1) | 0x20 == UInt8(ascii: "x"):
      result = try hexadecimalNumber(negative, start)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
      result = try decimalNumber(negative, start)
    default:
      throw notANumber(start)
    }
    try checkEnd(start)
    return result
  }

  private func notANumber(_ start: Int) -> JSON5Error {
    JSON5Error(offset: start, message: "a number needs a digit here")
  }

  private mutating func hexadecimalNumber(_ negative: Bool, _ start: Int) throws(JSON5Error) -> JSON5Number {
    at += 2
    let digits = at
    var exact: UInt64? = 0
    var value = 0.0
    while let digit = hexadecimalDigit(peek) {
      exact = exact.flatMap { $0 >> 60 == 0 ? $0 << 4 | UInt64(digit) : nil }
      value = value * 16 + Double(digit)
      at += 1
    }
    if at == digits { throw notANumber(start) }
    return Self.number(negative, exact, or: value)
  }

  private mutating func decimalNumber(_ negative: Bool, _ start: Int) throws(JSON5Error) -> JSON5Number {
    let first = at
    var exact: UInt64? = 0
    while let digit = decimalDigit {
      if let value = exact {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
        exact = overflow || carry ? nil : sum
      }
      at += 1
    }
    var digits = at - first
    if digits > 1, bytes[first] == UInt8(ascii: "0") {
      throw JSON5Error(offset: start, message: "a number cannot start with 0; hexadecimal starts with 0x")
    }
    if peek == UInt8(ascii: ".") {
      exact = nil
      at += 1
      while decimalDigit != nil {
        digits += 1
        at += 1
      }
    }
    if digits == 0 { throw notANumber(start) }
    if peek | 0x20 == UInt8(ascii: "e") {
      exact = nil
      at += 1
      if peek == UInt8(ascii: "-") || peek == UInt8(ascii: "+") { at += 1 }
      let exponent = at
      while decimalDigit != nil { at += 1 }
      if at == exponent { throw JSON5Error(offset: start, message: "the exponent needs a digit") }
    }
    if at - start > Self.numberLengthLimit {
      throw JSON5Error(
        offset: start, message: "a number has at most \(Self.numberLengthLimit) characters")
    }
    return Self.number(negative, exact, or: Self.double(bytes[first..<at]))
  }

  private var decimalDigit: UInt8? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek) ? peek - UInt8(ascii: "0") : nil
  }

  /// The nearest double of decimal text, whose decimal point may lack digits on one side.
  private static func double(_ text: ArraySlice<UInt8>) -> Double {
    var complete: [UInt8] = []
    for (index, byte) in zip(text.indices, text) {
      let isPoint = byte == UInt8(ascii: ".")
      if isPoint && complete.isEmpty { complete.append(UInt8(ascii: "0")) }
      complete.append(byte)
      if isPoint && !(index + 1 < text.endIndex && text[index + 1] < 0x3A && text[index + 1] > 0x2F) {
        complete.append(UInt8(ascii: "0"))
      }
    }
    return Double(String(decoding: complete, as: UTF8.self)) ?? .nan
  }

  private static func number(
    _ negative: Bool, _ exact: UInt64?, or value: @autoclosure () -> Double
  ) -> JSON5Number {
    guard let exact else { return .real(negative ? -value() : value()) }
    if !negative || exact == 0 { return .unsigned(exact) }
    if exact <= Int64.max.magnitude { return .negative(-Int64(exact)) }
    return exact == Int64.min.magnitude ? .negative(.min) : .real(-Double(exact))
  }

  /// A number must not run into letters or more digits.
  private mutating func checkEnd(_ start: Int) throws(JSON5Error) {
    let end = at
    switch peek {
    case UInt8(ascii: "_"):
      throw JSON5Error(offset: start, message: "a number cannot hold '_'; write the digits without it")
    case UInt8(ascii: "."):
      throw JSON5Error(offset: start, message: "a number has one decimal point")
    default: break
    }
    let tail = try identifier()
    if tail.isEmpty && at == end && hexadecimalDigit(peek) == nil { return }
    let number = String(decoding: bytes[start..<end], as: UTF8.self)
    let hint = unitHint(number: excerpt(number), unit: tail) ?? "text needs quotes"
    throw JSON5Error(
      offset: start,
      message: "the number \(excerpt(number)) runs into \(quote(tail)); \(hint)")
  }
}
