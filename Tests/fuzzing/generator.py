"""Makes case number K of a seed: files, command line and surroundings."""

import signal

import commandlines
import scenarios
from case import Case
from dice import Dice

ENVIRONMENT_VALUES = [b"", b"1", b"0", b"-1", b"80", b"20", b"1000000", b"99999999999999999999", b"x", b"\xff",
                      b"\x1b[31m", b" "]
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


class Generator:
    """The cases of a seed, for a tool's commands and a corpus."""

    def __init__(self, seed, commands, corpus, only=None, most_patience=20.0):
        self.seed, self.corpus, self.most_patience = seed, corpus, most_patience
        self.commands = [c for c in commands if only is None or c.name == only]
        if not self.commands:
            raise SystemExit(f"fuzz: there is no command {only!r}: " + ", ".join(c.name for c in commands))

    def case(self, number):
        """The case of a number; its links are not made yet."""
        dice = Dice(self.seed, number)
        case = Case(number)
        commandlines.build(case, self.commands, self.corpus, dice, lambda case, command: self.operand(case, command, dice))
        self.data_files(case, dice)
        self.surroundings(case, dice)
        return case

    def operand(self, case, command, dice):
        """The name of a scenario file, which is made."""
        if dice.chance(0.03):
            case.files.setdefault(b"dir", ("dir",))
            return dice.choice([b"missing.json5", b"dir", b"", b"/dev/null", b"/dev/stdin", b"/dev/full", b"dir/missing",
                                b"scenario.json5/x", b"/dev/fd/9", b"n" * 300, b"\xff.json5", b"-"])
        raw = scenarios.make(self.corpus, command.name, dice)
        if dice.chance(0.03):
            case.stdin = raw if dice.chance(0.5) else ("pipe", raw)
            return b"-"
        name = dice.choice([b"scenario.json5"] * 18 + [b"./scenario.json5", b"\xff.json5", b"a\nb.json5",
                                                       b"dir/scenario.json5",
                                                       "é.json5".encode(), b"-x.json5", b"\x1b[31m.json5",
                                                       b"x" * 251 + b".js"])
        if name.startswith(b"dir/"):
            case.files.setdefault(b"dir", ("dir",))
        key = name.removeprefix(b"./")
        if key in case.files:
            return name if dice.chance(0.5) else b"second.json5" if self.second(case, raw) else name
        case.files[key] = ("file", raw)
        return name

    @staticmethod
    def second(case, raw):
        """Adds another scenario."""
        case.files[b"second.json5"] = ("file", raw)
        return True

    def data_files(self, case, dice):
        """The data files that the scenarios or the command line name."""
        raw = b" ".join(e[1] for e in case.files.values() if e[0] == "file") + b" " + b" ".join(case.argv)
        if isinstance(case.stdin, (bytes, tuple)):
            raw += case.stdin if isinstance(case.stdin, bytes) else case.stdin[1]
        for name, data in self.corpus.data.items():
            if name.encode() in raw and dice.chance(0.97):
                case.files.setdefault(name.encode(), ("file", data))
        if b"link.bin" in raw:
            case.files.setdefault(b"b.bin", ("file", b"B" * 40))
            case.files.setdefault(b"link.bin", ("link", b"b.bin"))
        if b"hard.bin" in raw:
            case.files.setdefault(b"b.bin", ("file", b"B" * 40))
            case.files.setdefault(b"hard.bin", ("hard", b"b.bin"))
        if b"dir/../" in raw:
            case.files.setdefault(b"dir", ("dir",))

    def surroundings(self, case, dice):
        """Streams, environment, limits and signals."""
        if case.stdin == "null":
            case.stdin = self.stdin(dice)
        case.stdout = dice.weighted({"file": 56, "log": 10, "pipe": 14, "left": 6, "closed": 4, "full": 4, "null": 3,
                                     "terminal": 3})
        case.leaves_after = dice.choice([0, 0, 1, 100, 5000, 70_000])
        case.stderr = dice.weighted({"file": 58, "terminal": 38, "closed": 2, "full": 2})
        case.window = (dice.choice([24, 24, 0, 1]), dice.choice([80, 80, 80, 0, 1, 20, 40, 200, 65535]))
        case.has_log = case.has_log or dice.chance(0.03)
        case.environment = {b"PATH": b"/usr/bin:/bin", b"TERM": dice.choice([b"xterm"] * 6 + [b"dumb", b"", b"x"])}
        for name, chance in ((b"NO_COLOR", 0.12), (b"COLUMNS", 0.2), (b"LC_ALL", 0.05), (b"LANG", 0.05), (b"HOME", 0.02)):
            if dice.chance(chance):
                case.environment[name] = dice.choice(ENVIRONMENT_VALUES)
        if dice.chance(0.04):
            case.file_limit = dice.choice([0, 1, 100, 4096, 65_536, 1 << 20])
        if dice.chance(0.07):
            case.signal = (dice.choice(SIGNALS + [signal.SIGWINCH]), dice.choice([0.0, 0.002, 0.08]) + dice.random() * 0.05)
            if dice.chance(0.15):
                case.ignored = dice.choice([signal.SIGHUP, signal.SIGINT])
        # On a terminal a long run must show how far it is; few cases wait for that.
        shares = [92, 7.4, 0.6] if case.stderr == "terminal" else [99, 1, 0]
        case.patience = min(self.most_patience, dice.choices([0.8, 7.0, 20.0], shares)[0])
        case.wants_twin = dice.chance(0.12)

    def stdin(self, dice):
        """What is on standard input where no operand asks for it."""
        kind = dice.weighted({"null": 60, "closed": 6, "directory": 3, "bytes": 12, "pipe": 12, "digits": 7})
        if kind in ("null", "closed", "directory"):
            return kind
        if kind == "digits":
            return b"\n".join(commandlines.block_words(self.corpus, dice)) or b"00"
        raw = dice.choice([b"", b"\0", dice.randbytes(200), b"{", b"[" * 5000, b"ca03 1234", b"\xff" * 70_000])
        return raw if kind == "bytes" else ("pipe", raw)
