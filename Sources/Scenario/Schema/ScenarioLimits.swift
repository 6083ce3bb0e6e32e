internal import FrameSim

/// The ranges of the scenario's numbers, for the decoder and for the JSON Schema.
enum ScenarioLimits {
  /// No more than 63 bits, so that every reader of the result can hold it.
  static let seed = 0...Int.max
  static let nameLength = 1...200
  static let clockHz = 1...200_000_000
  /// The interval of synchronisation points.
  static let syncSeconds = 0...1000.0
  static let device = 1...11
  static let addressedDevice = 0...15
  static let peripherals = 1...11
  /// Every transfer has a result of some ten kilobytes.
  static let transfers = 1...10_000
  static let expectations = 0...100_000
  static let addresses = 0...0xFFFF_FFFF
  static let memoryAddresses = Int(AddressTarget.memoryStart)...0xFFFF_FFFF
  static let regionBytes = 1...0xFFFF_E000
  /// Data bytes of a block, by its header.
  static let blockBytes = 1...511
  static let setupCommands = 4...1_000_000
  static let syncWaitFrames = 0...1_000_000
  static let afterFrames = 0...1_000_000
  static let pulseInterval = 1...1_000_000
  static let dp0Column = 1...15
  static let sampleInterval = 1...65536
  static let wordLength = 1...64
  static let blockOffset = 0...65535
  static let commandsPerBatch = 1...1_000_000
  /// Host time of one step: up to a second.
  static let microseconds = 0...1_000_000.0
  /// The longest length that can be written; long before, the transfer interface refuses it at run time.
  static let transferBytes = 1...1_000_000_000_000_000_000
  static let sections = 1...4096
  static let otherStreams = 0...1000
  static let sends = 1...4096
  static let polls = 0...1000
  static let pipeGroup = 0...255
  /// One slot stays free, and 4096 descriptors fill 32 KiB.
  static let ring = 2...4096
  static let descriptorBytes = 1...BAMDescriptor.maximumSize
  static let burst = 16...4096
  static let fifoBytes = 512...65536
  static let watchdogMicroseconds = 1...10_000_000.0
  static let scratchpad = 0...0xFF_FFFF
  static let faultAtByte = 0...(1 << 20) - 1
  static let bamClients = 0...64
  /// Of all clients together.
  static let bamTransactions = 1...65536
  static let transactionMicroseconds = 0...1_000_000_000.0
  /// As many command elements as a descriptor can name.
  static let bamWrites = 1...BAMDescriptor.maximumSize / BAMCommandElement.byteCount
  static let bamRegisters = 0...Int(ManagerRegister.allCases.map(\.rawValue).max() ?? 0)
  static let registerValues = 0...0xFFFF_FFFF
  static let registerAddresses = 0...0xFFFF
  /// Commands of a set-up that are command elements.
  static let setupElements = 65536
  static let offloadWords = 1...65536
  static let offloadTriggers = 0...64
  static let triggerHertz = 1...1_000_000_000
  static let triggerOffset = 0...1_000_000_000
  static let triggerCount = 1...10_000_000
  static let waitFrames = 1...1_000_000_000
  static let ringBytes = 1...1 << 20
  static let ringPeriods = 1...1024
  static let messageItems = 1...256
  static let sleepFrames = 1...1_000_000
  static let retries = 0...1000
  static let backoffFrames = 0...1_000_000
  static let notReadyEvery = 1...1_000_000
  static let gapBytes = 0...1 << 20
  static let byteValue = 0...0xFF
  /// What is added to the addresses of a firmware file.
  static let addressOffset = -0xFFFF_FFFF...0xFFFF_FFFF
  static let fileId = 0...0xFFFF_FFFF
  static let vendorId = 0...0xFFFF
  /// Lengths that the transfer interface takes.
  static let takenBytes = 1...1 << 20
  static let seeds = 1...1_000_000
  static let weights = 0...1e12
  static let counts = 0...Int.max
  static let reals = 0...1e300
  static let shares = 0...1.0
  /// Points of a sweep.
  static let points = 1_000_000
}
