#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Writes all bytes to a descriptor and returns 0, or the `errno` that stopped it.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
}

/// Writes all bytes to a descriptor and returns 0, or the `errno` that stopped it.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
  var done = 0
  while done < bytes.count {
    let count = write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
    if count >= 0 {
      done += count
      continue
    }
    let error = errno
    switch error {
    case EINTR:
      continue
    case EAGAIN:
      // Somebody else made the pipe non-blocking.
      var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&ready, 1, -1)
    default:
      return error
    }
  }
  return 0
}

/// The system's sentence for an `errno`.
package func describe(_ error: Int32) -> String { String(cString: strerror(error)) }
