"""Random command lines: mostly sensible ones, with values at their borders; then cluttered."""

import schema

WORDS = [b"", b" ", b"-", b"--", b"---", b"-x", b"--x", b"--=", b"--output", b"-o", b"-qo", b"-qq", b"-h", b"--help",
         b"--version", b"-V", b"--no-color", b"--quiet=1", b"--format=", b"--form", b"\xff\xfe", b"\xc3",
         b"\x1b[31mred\x1b[0m",
         b"a\nb", b"\r", b"\t", "é".encode(), "👍".encode(), b"e" + b"\xcc\x81" * 2000, b"x" * 5000, b"help", b"run",
         b"0", b"-1", b"--jobs=-1", b"-j", b"-j4", b"NaN", b"*", b"$(true)", b"%s%n", b"dir", b"missing.json5"]
NUMBERS = ["0", "1", "2", "3", "4", "5", "8", "10", "16", "100", "511", "512", "0x10", "0x44010000", "0x12345678"]
WEIGHTS = {"run": 30, "sweep": 22, "breakeven": 14, "check": 16, "schema": 2, "bra encode": 6, "bra decode": 6, "help": 2}
NEW_NAMES = [b"new.out", b"new.out", b"new.out", b"other.csv", b"./new.out", b"dir/new.out", b"dir/../new.out", b"new.json"]
ODD_NAMES = [b" ", b"a b", b"a\nb", b"\x1b[31mx", b"\xff\xfe", b"\xc3.csv", "é.csv".encode(), "👍".encode(),
             b"-x.csv", b".hidden", b"n" * 240, b"n" * 250, b"n" * 255, b"n" * 256, b"d/" * 3000, b"x.partial",
             b".simctl-1-0.tmp", b"'", b'"', b"\\"]
SPECIAL_NAMES = [b"/dev/null", b"/dev/null", b"/dev/full", b"/dev/stdout", b"/dev/stderr", b"/dev/fd/1",
                 b"/dev/fd/2", b"/dev/fd/3", b"/dev/fd/9", b"/proc/self/fd/1", b"/proc/self/fd/3", b"/proc/self/fd/0",
                 b"/dev/stdin", b"/dev/zero", b"/nonexistent/x", b"/dev/null/x", b"/proc/version", b"-", b""]
#: How often an option is given, where that is not the usual share.
SHARES = {"--help": 0.01, "--version": 0.005, "--memory-limit": 0.7, "--output": 0.25, "--format": 0.35, "--quiet": 0.12,
          "--dry-run": 0.1, "--expand": 0.4, "--base": 0.04, "--device": 0.97, "--address": 0.97, "--write": 0.6, "--read": 0.4}
#: Options that mean something only beside another, and those that exclude another: left out, mostly, where they do not fit.
NEEDS = {"--trace-from": "--vcd", "--trace-to": "--vcd", "--vcd-annotate": "--vcd", "--resume": "--output",
         "--data": "--read"}
EXCLUDES = {"--read": "--write", "--expand": "--format", "--not-ready": "--response"}
#: An output file's old content.
OLD = b"old content, not to be lost\n"


def build(case, commands, corpus, dice, operands):
    """Fills in command and words. `operands` makes the names of scenario files."""
    command = choose(commands, dice)
    case.command = command
    if dice.chance(0.05) and command.examples:
        words = dice.choice(command.examples)[len(command.words):]
        words = [operands(case, command) if word.endswith(b".json5") else word for word in words]
        case.argv = command.words + keep_inside(command, words, case, dice)
    else:
        groups = options(case, command, dice)
        case.argv = command.words + arranged(groups, operand_words(case, command, corpus, dice, operands), dice)
    if dice.chance(0.1):
        clutter(case, command, dice)
    # Words with NUL bytes cannot be passed; a single word is at most 128 KiB long.
    case.argv = [word.replace(b"\0", b"")[:100_000] for word in case.argv]


def choose(commands, dice):
    """A command; unknown ones of a newer tool get an average share."""
    return dice.choices(commands, [WEIGHTS.get(command.name, 8) for command in commands])[0]


def arranged(option_words, operand_list, dice):
    """Options before, after and between operands."""
    words = [[operand] for operand in operand_list]
    for option in option_words:
        words.insert(dice.randrange(len(words) + 1), option)
    return [word for group in words for word in group]


def operand_words(case, command, corpus, dice, operands):
    """What stands besides options."""
    if command.operand == "FILE":
        count = dice.choice([1] * 24 + [0, 2, 2, 3]) if command.name in ("run", "check") else dice.choice([1] * 30 + [0, 2])
        return [operands(case, command) for _ in range(count)]
    if command.operand == "HEX":
        return block_words(corpus, dice)
    if command.operand == "COMMAND":
        return dice.choice([[], [b"run"], [b"bra", b"encode"], [b"bra"], [b"help"], [b"nothing"], [b"run", b"sweep"]])
    if command.operand.startswith("--") or command.operand == "":
        return []
    return [dice.choice(WORDS)]


def block_words(corpus, dice):
    """The digits of a block, mostly nearly right."""
    digits = dice.randbytes(dice.randrange(1, 60)).hex()
    if corpus.blocks and dice.chance(0.85):
        digits = dice.choice(corpus.blocks)
    raw = bytearray(digits.encode())
    for _ in range(dice.choice([0, 0, 1, 1, 2, 5])):
        at = dice.randrange(len(raw) + 1)
        change = dice.randrange(5)
        if change == 0:
            raw[at:at + 2] = b""
        elif change == 1:
            raw[at:at] = dice.choice([b"00", b" ", b",", b"0x", b"-", b"zz", b"\xff", b"\xc3\xa9", b"00" * 600, b"\n"])
        else:
            raw[at:at + 2] = b"%02x" % dice.randrange(256)
    if dice.chance(0.05):
        return [b"-"]
    if dice.chance(0.3):
        step = dice.choice([2, 4, 8])
        return [bytes(raw[i:i + step]) for i in range(0, len(raw), step)]
    return [bytes(raw)]


def options(case, command, dice):
    """Groups of words, one for each option that is given."""
    groups = []
    share = 0.4 if dice.chance(0.1) else 0.13
    given = [option for option in command.options if dice.chance(SHARES.get(option.name, share))]
    names = {option.name for option in given}
    if dice.chance(0.92):
        given = [o for o in given if NEEDS.get(o.name, o.name) in names and EXCLUDES.get(o.name) not in names]
    for option in given:
        name = (option.short if option.short and dice.chance(0.4) else option.name).encode()
        if not option.value:
            groups.append([name])
            continue
        value = value_of(case, option, dice)
        if name.startswith(b"--") and dice.chance(0.25):
            groups.append([name + b"=" + value])
        elif not name.startswith(b"--") and dice.chance(0.1):
            groups.append([name + value])
        else:
            groups.append([name, value])
    return groups


def value_of(case, option, dice):
    """A value for an option, mostly a sensible one."""
    if option.is_output:
        return output_name(case, dice)
    if dice.chance(0.02):
        return dice.choice(WORDS)
    if option.choices:
        words = [word.encode() for word in option.choices]
        return dice.choice(words if dice.chance(0.98) else [b"", b"x", b"JSON", b"text|json"])
    if option.name == "--memory-limit":
        return dice.choice([b"256MiB"] * 16 + [b"1GiB", b"64KiB"] if dice.chance(0.95) else
                           [b"1", b"0", b"1e9", b"256 MiB", b"-1", b"16EiB", b"99999999999MiB", b"18446744073709551616"])
    if option.name == "--jobs":
        return dice.choice([b"1", b"2", b"3", b"4", b"16"] if dice.chance(0.94) else [b"0", b"1024", b"1025"])
    kind = option.value
    if option.name == "--device":
        return dice.choice([b"%d" % dice.randrange(16)] * 9 + [b"16"])
    if kind == "A" and dice.chance(0.8):
        return dice.choice([b"0x44000000", b"0x2000", b"0", b"0xFFFFFFFF", b"4096", b"0x%x" % dice.getrandbits(32)])
    if kind == "K/N":
        return dice.choice([b"1/1", b"1/2", b"2/2", b"3/4", b"4/4", b"1/1000000"] if dice.chance(0.9) else
                           [b"0/1", b"2/1", b"1/0", b"x/y", b"1/", b"/", b"-1/2", b"1/9223372036854775808"])
    if kind == "HEX":
        return dice.randbytes(dice.choice([0, 1, 3, 4, 16, 100, 511, 512])).hex().encode()
    if kind == "R":
        return dice.choice([b"ok", b"not-ready", b"ignored", b"failed", b"good", b"bad", b"0x18", b"0", b"255",
                            b"256", b"maybe"])
    if kind == "DIR":
        return dice.choice([b".", b"dir", b"missing", b"/", b"scenario.json5", b"", b"/proc/self"])
    return (dice.choice(NUMBERS) if dice.chance(0.85) else schema.border(dice)).encode()


def output_name(case, dice):
    """A name for an output file, with what stands there beforehand."""
    kind = dice.weighted({"new": 44, "old": 12, "input": 9, "link": 8, "odd": 7, "special": 14, "dir": 2,
                          "fifo": 1.5, "partial": 6})
    if kind == "new":
        name = dice.choice(NEW_NAMES)
        if name.startswith(b"dir"):
            case.files.setdefault(b"dir", ("dir",))
        return name
    if kind == "old":
        case.files.setdefault(b"old.out", ("file", OLD))
        return dice.choice([b"old.out", b"./old.out"])
    if kind == "input":
        return dice.choice([b"scenario.json5", b"./scenario.json5", b"a.bin", b"b.bin", b"five.bin", b"firmware.bin",
                            b"hard.bin"])
    if kind == "link":
        case.files.setdefault(b"old.out", ("file", OLD))
        name, entry = dice.choice([
            (b"link.old", ("link", b"old.out")), (b"link.dangling", ("link", b"not-there")), (b"link.loop", ("link",
                                                                                                             b"link.loop")),
            (b"link.bin", ("link", b"b.bin")), (b"link.scenario", ("link", b"scenario.json5")), (b"hard.bin",
                                                                                                 ("hard", b"b.bin")),
            (b"link.dir", ("link", b".")), (b"link.elsewhere", ("elsewhere", OLD)), (b"link.null", ("link", b"/dev/null")),
            (b"link.stdout", ("link", b"/dev/stdout")), (b"hard.old", ("hard", b"old.out")), (b"link.far", ("link",
                                                                                                            b"dir/far"))])
        case.files.setdefault(b"dir", ("dir",))
        if entry[0] == "hard" and entry[1] == b"b.bin":
            case.files.setdefault(b"b.bin", ("file", b"B" * 40))
        case.files.setdefault(name, entry)
        return name
    if kind == "odd":
        return dice.choice(ODD_NAMES)
    if kind == "special":
        name = dice.choice(SPECIAL_NAMES)
        case.has_log = case.has_log or name.endswith(b"/3")
        return name
    if kind == "dir":
        case.files.setdefault(b"dir", ("dir",))
        return dice.choice([b"dir", b"dir/", b".", b"..", b"dir/missing/x", b"scenario.json5/x", b"new.out/"])
    if kind == "fifo":
        case.files.setdefault(b"fifo", ("fifo", dice.chance(0.7)))
        return b"fifo"
    rest = dice.choice([b"", b"\0" * 50, b"transfer,via\n", b"{}\n", dice.randbytes(60), b"x" * 5000, b"a,b\n\0\0"])
    case.files.setdefault(b"rows.csv.partial", ("file", rest) if dice.chance(0.9) else ("dir",))
    return b"rows.csv"


def keep_inside(command, words, case, dice):
    """An example's words, with output names of ours."""
    outputs = {name for _, name in command.outputs(words)}
    return [output_name(case, dice) if word in outputs else word for word in words]


def clutter(case, command, dice):
    """Words deleted, doubled, swapped, added; commands misspelt."""
    words = case.argv
    for _ in range(dice.choice([1, 1, 1, 2, 4])):
        at = dice.randrange(len(words) + 1)
        change = dice.randrange(8)
        if change == 0 and at < len(words):
            # Names of outputs stay where they are: what would move up is made for another place.
            if not command.outputs(words):
                del words[at]
        elif change == 1 and at < len(words):
            words.insert(at, words[at])
        elif change == 2 and words:
            words[0] = dice.choice([words[0][:-1], words[0] + b"x", words[0].upper(), b"", b"bra", b"--help",
                                    b"\xff" + words[0]])
        elif change == 3:
            words.insert(at, dice.choice(WORDS))
        elif change == 4:
            words.insert(0, dice.choice([b"-q", b"--no-color", b"--quiet", b"-h", b"--version", b"--x"]))
        elif change == 5:
            words.insert(at, b"--")
        elif change == 6 and dice.chance(0.1):
            words += [dice.choice([b"scenario.json5", b"x", b"-q"])] * dice.choice([50, 3000])
        elif change == 7 and command.options:
            # Switches in one word, with a value after them or attached.
            shorts = [o.short[1].encode() for o in command.options if o.short and o.short != "-h"]
            letters = b"".join(dice.choices(shorts, k=dice.choice([1, 2, 3]))) if shorts else b"q"
            words.insert(at, b"-" + letters + dice.choice([b"", b"", b"new.out", b"4", b"="]))
