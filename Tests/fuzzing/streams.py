"""The three streams of a case, as files, pipes and terminals."""

import fcntl
import os
import struct
import termios
import tty

#: Most bytes of a stream that are kept.
KEPT = 1 << 23
LOG = b"earlier lines of a log\n"


class Streams:
    """The three streams of a case, and a log as descriptor 3."""

    def __init__(self, case, scratch):
        self.case, self.scratch = case, scratch
        self.actions, self.readers, self.received = [], [], {}
        self.child_ends, self.own_ends = [], []
        self.terminal = self.stdout_end = self.stderr_end = None
        self.attach(0, self.open_stdin())
        self.attach(1, self.open_stdout())
        self.attach(2, self.open_stderr())
        self.attach(3, self.open_file(b"log", os.O_APPEND, LOG) if case.has_log else None)
        for name, entry in case.files.items():
            if entry == ("fifo", True):
                self.readers.append(self.own(os.open(os.path.join(scratch.home, name), os.O_RDONLY | os.O_NONBLOCK)))

    def attach(self, number, descriptor):
        """Gives the tool a descriptor, or closes it."""
        if descriptor is None:
            self.actions.append((os.POSIX_SPAWN_CLOSE, number))
        else:
            self.actions.append((os.POSIX_SPAWN_DUP2, descriptor, number))

    def own(self, descriptor):
        """Keeps a descriptor of ours, to close it at the end."""
        self.own_ends.append(descriptor)
        return descriptor

    def lent(self, descriptor):
        """Keeps a descriptor for the tool, out of the way of its first four."""
        high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10)
        os.close(descriptor)
        self.child_ends.append(high)
        return high

    def open_file(self, name, flags, content):
        """A file of the scratch for the tool, which is not in the folder that it runs in."""
        path = os.path.join(self.scratch.io, name)
        with open(path, "wb") as file:
            file.write(content)
        return self.lent(os.open(path, os.O_WRONLY | flags))

    def open_stdin(self):
        """Standard input."""
        kind = self.case.stdin
        if kind == "closed":
            return None
        if kind == "null":
            return self.lent(os.open("/dev/null", os.O_RDONLY))
        if kind == "directory":
            return self.lent(os.open("/", os.O_RDONLY))
        if isinstance(kind, tuple) and len(kind[1]) <= 1 << 15:
            reader, writer = os.pipe()
            os.write(writer, kind[1])
            os.close(writer)
            return self.lent(reader)
        content = kind[1] if isinstance(kind, tuple) else kind
        path = os.path.join(self.scratch.io, b"stdin")
        with open(path, "wb") as file:
            file.write(content)
        return self.lent(os.open(path, os.O_RDONLY))

    def open_stdout(self):
        """Standard output."""
        kind = self.case.stdout
        if kind == "closed":
            return None
        if kind in ("full", "null"):
            return self.lent(os.open("/dev/" + kind, os.O_WRONLY))
        if kind == "file":
            return self.open_file(b"stdout", 0, b"")
        if kind == "log":
            return self.open_file(b"stdout", os.O_APPEND, LOG)
        if kind == "terminal":
            self.stdout_end, other = self.pseudo_terminal()
            return other
        reader, writer = os.pipe()
        if kind == "left" and self.case.leaves_after == 0:
            os.close(reader)
        else:
            self.stdout_end = self.own(reader)
            self.readers.append(reader)
        return self.lent(writer)

    def open_stderr(self):
        """Standard error."""
        kind = self.case.stderr
        if kind == "closed":
            return None
        if kind == "full":
            return self.lent(os.open("/dev/full", os.O_WRONLY))
        if kind == "terminal":
            self.terminal, other = self.pseudo_terminal()
            self.stderr_end = self.terminal
            return other
        return self.open_file(b"stderr", os.O_APPEND, b"")

    def pseudo_terminal(self):
        """Our end and the tool's end of a terminal that passes bytes as they are."""
        ours, theirs = os.openpty()
        tty.setraw(theirs)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *self.case.window, 0, 0))
        os.set_blocking(ours, False)
        self.readers.append(self.own(ours))
        return ours, self.lent(theirs)

    def close_child_ends(self):
        """Closes what the tool has now, so that its end can be seen."""
        for descriptor in self.child_ends:
            os.close(descriptor)
        self.child_ends = []

    def read(self, descriptor):
        """Reads what there is; false at the end."""
        try:
            piece = os.read(descriptor, 1 << 16)
        except BlockingIOError:
            return True
        except OSError:
            piece = b""
        kept = self.received.setdefault(descriptor, bytearray())
        if len(kept) <= KEPT:
            kept += piece
        if descriptor == self.stdout_end and self.case.stdout == "left" and len(kept) >= self.case.leaves_after:
            self.own_ends.remove(descriptor)
            os.close(descriptor)
            return False
        return bool(piece)

    def close(self):
        """Reads what is left, and closes all."""
        self.close_child_ends()
        for descriptor in list(self.own_ends):
            os.set_blocking(descriptor, False)
            for _ in range(1000):
                before = len(self.received.get(descriptor, b""))
                if not self.read(descriptor) or len(self.received.get(descriptor, b"")) == before:
                    break
        for descriptor in self.own_ends:
            os.close(descriptor)
        self.own_ends = []

    def collect(self, outcome):
        """What came out of the streams."""
        if self.case.stdout in ("file", "log"):
            outcome.stdout = self.file(b"stdout", outcome)
        elif self.case.stdout in ("pipe", "terminal"):
            outcome.stdout = bytes(self.received.get(self.stdout_end, b""))
        if self.case.stderr == "file":
            outcome.stderr = self.file(b"stderr", outcome)
        elif self.case.stderr == "terminal":
            outcome.stderr = bytes(self.received.get(self.stderr_end, b""))
        outcome.is_cut |= any(stream is not None and len(stream) > KEPT for stream in (outcome.stdout, outcome.stderr))
        if self.case.has_log:
            outcome.log = self.file(b"log", outcome)

    def file(self, name, outcome):
        """The first bytes of a file of the scratch; empty if it is gone."""
        try:
            with open(os.path.join(self.scratch.io, name), "rb") as file:
                data = file.read(KEPT + 1)
        except FileNotFoundError:
            return b""
        outcome.is_cut |= len(data) > KEPT
        return data
