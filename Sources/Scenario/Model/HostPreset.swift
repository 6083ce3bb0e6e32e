internal import FrameSim

/// Numbers of a `pio` host that were measured somewhere (docs/scenario-format.md names the sources).
enum HostPreset: String, CaseIterable {
  /// 8 commands per batch and 420 microseconds after each; every set-up and closing command is its own batch.
  case intel2023 = "intel-2023"
  /// The same Column 0; BRA commands one per frame after 13.89 ms for the whole transfer.
  case intel2023Folded = "intel-2023-folded"

  /// How Column 0 transfers are fed.
  var column0: PIOModel.Feed {
    PIOModel.Feed(commandsPerBatch: 8, nanosecondsPerBatch: 420_000)
  }

  /// How the commands of BRA transfers are fed.
  var bra: PIOModel.Feed {
    switch self {
    case .intel2023: PIOModel.Feed(commandsPerBatch: 1, nanosecondsPerBatch: 420_000)
    case .intel2023Folded: PIOModel.Feed(nanosecondsPerTransfer: 13_890_000)
    }
  }
}

/// The words for `host.model`.
enum HostModelWord: String, CaseIterable {
  case ideal, pio
}

/// The words for `host.setup`.
enum SetupWord: String, CaseIterable {
  case linux, minimal, none

  var setup: TransferSetup {
    switch self {
    case .linux: .linux
    case .minimal: .commands(4)
    case .none: .alwaysOpen
    }
  }
}
