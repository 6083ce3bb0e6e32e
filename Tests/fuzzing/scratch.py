"""The folder that a case runs in: made, looked at before and after, and removed."""

import os
import shutil
import stat


class Scratch:
    """Folders of one worker.

    `home` is where the tool runs, `io` keeps its streams, `far` is on another file system if there is one.
    """

    def __init__(self, base, far, name):
        self.root = os.fsencode(os.path.join(base, name))
        self.far = os.fsencode(os.path.join(far, name))
        self.home, self.io = os.path.join(self.root, b"home"), os.path.join(self.root, b"io")

    def make(self, case):
        """Makes all files of a case."""
        self.remove()
        for folder in (self.home, self.io, self.far):
            os.makedirs(folder)
        os.mkdir(os.path.join(self.io, b"tmp"))
        late = []
        for name, entry in case.files.items():
            path = os.path.join(self.home, name)
            if entry[0] == "dir":
                os.makedirs(path, exist_ok=True)
            elif entry[0] == "file":
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(entry[1])
            else:
                late.append((path, entry))
        for path, entry in late:
            self.make_link(path, entry)

    def make_link(self, path, entry):
        """Makes what is neither a file nor a folder."""
        if entry[0] == "link":
            os.symlink(entry[1], path)
        elif entry[0] == "hard":
            os.link(os.path.join(self.home, entry[1]), path)
        elif entry[0] == "fifo":
            os.mkfifo(path)
        elif entry[0] == "elsewhere":
            target = os.path.join(self.far, b"far.out")
            with open(target, "wb") as file:
                file.write(entry[1])
            os.symlink(target, path)

    def remove(self):
        """Removes everything."""
        os.chdir("/")
        for folder in (self.root, self.far):
            shutil.rmtree(folder, ignore_errors=True)

    def look(self):
        """What is there: path below the root to (kind, content, identity)."""
        found = {}
        for top, title in ((self.home, b"home"), (self.far, b"far"), (os.path.join(self.io, b"tmp"), b"tmp")):
            stack = [(top, title)]
            while stack:
                folder, label = stack.pop()
                for entry in os.scandir(folder):
                    name = label + b"/" + entry.name
                    status = entry.stat(follow_symlinks=False)
                    identity = (status.st_dev, status.st_ino)
                    if stat.S_ISLNK(status.st_mode):
                        found[name] = ("link", os.readlink(entry.path), identity)
                    elif stat.S_ISDIR(status.st_mode):
                        found[name] = ("dir", b"", identity)
                        stack.append((entry.path, name))
                    elif stat.S_ISREG(status.st_mode):
                        with open(entry.path, "rb") as file:
                            found[name] = ("file", file.read(), identity)
                    else:
                        found[name] = ("other", b"", identity)
        return found

    def label(self, path):
        """How `look` calls a path, given as the tool gets it, links followed; None for what lies elsewhere."""
        try:
            real = os.path.realpath(os.path.join(self.home, path))
        except (OSError, ValueError):
            return None
        for top, title in ((self.home, b"home"), (self.far, b"far")):
            if real.startswith(os.path.realpath(top) + b"/"):
                return title + real[len(os.path.realpath(top)):]
        return None
