/// A call of the host to the driver of an offload instance (host reference 6.2).
public enum OffloadCall: Hashable, Sendable {
  /// Asks for the instance, for a device and with what it has to be able to do; nil is no argument.
  case get(device: Int?, capabilities: OffloadCapabilities?)
  /// Gives it back.
  case put
  /// Compiles a message and loads it into the instance's memories.
  case optimize(OffloadMessage)
  /// Takes it out again.
  case unoptimize
  /// Runs the message as an ordinary one.
  case run
  /// Asks for a trigger by its name.
  case triggerGet(String)
  /// Enables the offload and its trigger, with nanoseconds in between.
  case enable(Order, betweenNanoseconds: UInt64)
  /// Disables both.
  case disable(Order, betweenNanoseconds: UInt64)
  /// Triggers so many times by a write, every so many frames; nil is as soon as the program is through.
  case trigger(count: Int, everyFrames: Int?)
  /// Lets time pass.
  case wait(Duration)

  /// What comes first. Linux enables the offload before its trigger, and disables it first, too.
  public enum Order: String, Hashable, Sendable, CaseIterable {
    case offloadFirst
    case triggerFirst
  }

  /// How long the host waits.
  public enum Duration: Hashable, Sendable {
    /// Until so many triggers have come, and the program of the last is through.
    case triggers(Int)
    /// So many frames.
    case frames(Int)
    /// To the first frame after so many nanoseconds.
    case nanoseconds(UInt64)
  }

  /// Nanoseconds without a trigger after which a host gives up that waits for one: Linux's for a message.
  public static let limitNanoseconds: UInt64 = 5_000_000_000

  /// What Linux calls it, or what it does here.
  public var word: String {
    switch self {
    case .get: "get"
    case .put: "put"
    case .optimize: "optimize"
    case .unoptimize: "unoptimize"
    case .run: "run"
    case .triggerGet: "triggerGet"
    case .enable: "enable"
    case .disable: "disable"
    case .trigger: "trigger"
    case .wait: "wait"
    }
  }
}
