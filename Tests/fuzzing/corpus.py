"""What mutation starts from: the scenarios and data files of the repository, and the tool's own schema."""

import json
import re

import json5
import schema


class Corpus:
    """Scenario texts by what they are good for, data files by name, blocks in hexadecimal."""

    def __init__(self, root, schema_text):
        folders = [root / "docs", *sorted((root / "Tests").glob("*/Fixtures"))]
        self.texts, self.bad, self.data = [], [], {}
        for path in sorted(p for folder in folders for p in folder.rglob("*")):
            if path.suffix == ".bin" and path.stat().st_size <= 1 << 16:
                self.data.setdefault(path.name, path.read_bytes())
            elif path.suffix == ".json5":
                into = self.bad if any(part.startswith("bad") for part in path.parts) else self.texts
                into.append(path.read_bytes())
        if not self.texts:
            raise SystemExit(f"fuzz: no scenarios below {root}")
        self.data.update({"a.bin": bytes(range(16)), "b.bin": b"B" * 40, "empty.bin": b""})
        self.trees = [tree for tree in (json5.parse(text.decode()) for text in self.texts)
                      if isinstance(tree, json5.Object)]
        self.by_command = {
            "sweep": [tree for tree in self.trees if tree.get("sweep") and tree.get("transfers")],
            "breakeven": [tree for tree in self.trees if tree.get("breakeven")],
            "run": [tree for tree in self.trees if tree.get("transfers")],
        }
        self.schema = json.loads(schema_text) if schema_text else {}
        self.paths = schema.paths(self.schema)
        self.blocks = []
        for path in sorted(root.glob("Tests/*/Fixtures/bra_blocks.json")):
            self.blocks += re.findall(r'"block": "([0-9a-f]+)"', path.read_text())[:60]

    def tree(self, command, dice):
        """A copy of a scenario that suits the command, mostly."""
        suitable = self.by_command.get(command) or self.trees
        return json5.copied(dice.choice(suitable if dice.chance(0.97) else self.trees))
