"""A tolerant reader and writer of JSON5, for mutation: keeps the order of keys, doubled keys and the text of scalars."""

import re

TOKEN = re.compile(
    r"""\s+|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{}\[\]:,]|[^\s{}\[\]:,"'/]+|.""", re.S)


class Object:
    """Key and value pairs, in order; keys are texts as they stand in the file."""

    def __init__(self, pairs=None):
        self.pairs = pairs if pairs is not None else []

    def get(self, name):
        """The value of a key by its plain name, or None."""
        for key, value in self.pairs:
            if plain(key) == name:
                return value
        return None

    def set(self, name, value):
        """Replaces the value of a key, or adds the key."""
        for pair in self.pairs:
            if plain(pair[0]) == name:
                pair[1] = value
                return
        self.pairs.append([name, value])


def plain(key):
    """A key without its quotes."""
    return key[1:-1] if key[:1] in "\"'" else key


def tokens(text):
    """All tokens of a text, white space and comments among them; together they are the text."""
    return TOKEN.findall(text)


def parse(text):
    """The tree of a text: `Object`, list or the text of a scalar; None where it cannot be read."""
    words = [t for t in tokens(text.lstrip("\ufeff")) if not t.isspace() and not t.startswith(("//", "/*"))]
    position = 0

    def value(depth):
        """The value that starts at the position."""
        nonlocal position
        word = words[position]
        position += 1
        if depth > 60:
            raise ValueError
        if word == "{":
            pairs = []
            while words[position] != "}":
                key = words[position]
                if words[position + 1] != ":":
                    raise ValueError
                position += 2
                pairs.append([key, value(depth + 1)])
                if words[position] == ",":
                    position += 1
            position += 1
            return Object(pairs)
        if word == "[":
            items = []
            while words[position] != "]":
                items.append(value(depth + 1))
                if words[position] == ",":
                    position += 1
            position += 1
            return items
        if word in "}]:,":
            raise ValueError
        return word

    try:
        return value(0)
    except (ValueError, IndexError):
        return None


def render(tree, end="\n", margin=""):
    """The text of a tree."""
    if isinstance(tree, Object):
        inner = margin + "  "
        return "{" + end + "".join(
            f"{inner}{key}: {render(value, end, inner)},{end}" for key, value in tree.pairs) + margin + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(render(item, end, margin + "  ") for item in tree) + "]"
    return tree


def copied(tree):
    """A tree that shares nothing with the first."""
    if isinstance(tree, Object):
        return Object([[key, copied(value)] for key, value in tree.pairs])
    if isinstance(tree, list):
        return [copied(item) for item in tree]
    return tree


def places(tree, path=""):
    """Every place below the root as (container, index, path): the index is that of a pair or of an item."""
    found = []
    if isinstance(tree, Object):
        for index, (key, value) in enumerate(tree.pairs):
            below = f"{path}.{plain(key)}" if path else plain(key)
            found.append((tree, index, below))
            found += places(value, below)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            below = f"{path}[{index}]"
            found.append((tree, index, below))
            found += places(value, below)
    return found


def at(container, index):
    """The value at a place."""
    return container.pairs[index][1] if isinstance(container, Object) else container[index]


def put(container, index, value):
    """Replaces the value at a place."""
    if isinstance(container, Object):
        container.pairs[index][1] = value
    else:
        container[index] = value
