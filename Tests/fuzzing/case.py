"""One case: files, words, surroundings. All of it follows from the seed and the number of the case."""

from dataclasses import dataclass, field


@dataclass
class Case:
    """What is run, and in which surroundings."""

    number: int
    #: The `Command` it is about, or None.
    command: object = None
    argv: list = field(default_factory=list)
    #: What is in the folder beforehand: name to ("file", bytes), ("dir",), ("link", target), ("hard", name),
    #: ("elsewhere", bytes): a link to a file on another file system, ("fifo", has a reader).
    files: dict = field(default_factory=dict)
    environment: dict = field(default_factory=dict)
    #: "null", "closed", "directory", or bytes from a file, or ("pipe", bytes).
    stdin: object = "null"
    #: "file", "log" (appended to), "pipe", "left" (a reader who leaves), "closed", "full", "null", "terminal".
    stdout: str = "file"
    #: After how many bytes the reader leaves.
    leaves_after: int = 0
    #: "file", "terminal", "closed", "full".
    stderr: str = "file"
    window: tuple = (24, 80)
    #: Whether descriptor 3 is a log that is appended to.
    has_log: bool = False
    #: (signal, seconds after the start), or None.
    signal: object = None
    #: A signal that is ignored from the start, as by nohup, or None.
    ignored: object = None
    #: Longest file that may be written, in bytes.
    file_limit: int = 1 << 24
    #: After how many seconds it is ended.
    patience: float = 1.0
    #: Whether a second run must give the same.
    wants_twin: bool = False

    @property
    def name(self):
        """The command's name, or a dash."""
        return self.command.name if self.command else "-"
