"""What the tool says it can do: commands and options, read from its help, so that new ones are covered by themselves."""

import re
import shlex
import subprocess

OPTION = re.compile(r"^  (?:(-\w)(?:, |$))?(--[\w-]+)?(?: (\S+))?(?:  |$)")


class Option:
    """One option: its names, what its value is called (None for a switch), and the words it takes."""

    def __init__(self, name, short, value):
        self.name, self.short, self.value = name, short, value
        self.choices = value.split("|") if value and "|" in value else []

    @property
    def is_output(self):
        """Whether its value names a file that the tool writes."""
        return self.value == "PATH"


class Command:
    """One command: the words that call it, its options, what its operands are called, its examples."""

    def __init__(self, name, text):
        self.name = name
        self.words = [word.encode() for word in name.split()]
        self.options, self.examples, self.operand = [], [], ""
        section = ""
        for line in text.splitlines():
            if line and not line.startswith(" "):
                section = line.split(":")[0].strip()
                if section == "Usage":
                    last = line.split()[-1]
                    self.operand = last.strip("[].") if not last.endswith("options]") else ""
            elif section == "Options" and line.startswith("  -"):
                found = OPTION.match(line)
                if found and (found[2] or found[1]):
                    self.options.append(Option(found[2] or found[1], found[1], found[3]))
            elif section in ("Example", "Examples") and line.startswith("  simctl "):
                self.examples.append(example_words(line))

    def option(self, name):
        """The option of a long name, or None."""
        return next((option for option in self.options if option.name == name), None)

    def outputs(self, argv):
        """Every word that may be taken for the name of an output file, as (option, name)."""
        named = []
        letters = "".join(o.short[1] for o in self.options if o.short and not o.value).encode()
        for option in (o for o in self.options if o.is_output):
            long = option.name.encode()
            for index, word in enumerate(argv):
                following = argv[index + 1] if index + 1 < len(argv) else None
                if word == long and following is not None:
                    named.append((option.name, following))
                elif word.startswith(long + b"="):
                    named.append((option.name, word[len(long) + 1:]))
                elif option.short and re.match(rb"-[" + letters + rb"]*" + option.short[1:].encode(), word):
                    attached = re.sub(rb"^-[" + letters + rb"]*" + option.short[1:].encode(), b"", word)
                    if attached:
                        named += [(option.name, attached), (option.name, attached.removeprefix(b"="))]
                    elif following is not None:
                        named.append((option.name, following))
        return named


def example_words(line):
    """The words of an example after `simctl`, without redirections."""
    try:
        words = shlex.split(line)[1:]
    except ValueError:
        words = line.split()[1:]
    return [word.encode() for word in words[:words.index("<")]] if "<" in words else [w.encode() for w in words]


def ask(tool, *words):
    """What the tool prints on stdout for words, or an empty text if it fails."""
    done = subprocess.run([tool, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
                          env={"PATH": "/usr/bin:/bin", "COLUMNS": "100"})
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def read(tool):
    """All commands of the tool, from its help."""
    overview = ask(tool, "help")
    block = re.search(r"^Commands:\n((?:  .*\n)+)", overview, re.M)
    if not block:
        raise SystemExit(f"fuzz: {tool} help lists no commands")
    names = re.findall(r"^  (\S+(?: \S+)*?)(?:  |$)", block[1], re.M)
    return [Command(name, ask(tool, *name.split(), "--help")) for name in names]
