"""Values that the tool's own JSON Schema allows, or only just forbids: new keys are covered by themselves."""

import json5

BORDERS = [
    "0", "1", "-1", "2", "3", "7", "11", "12", "15", "16", "255", "256", "511", "512", "4096", "65535", "65536",
    "1000000", "1000001", "1048576", "1048577", "2147483647", "2147483648", "4294967295", "4294967296",
    "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "18446744073709551615", "18446744073709551616", "1e18", "1e19", "1e308", "1e309", "-1e308", "1e-308", "1e-400",
    "Infinity", "NaN", "0x0", "0x2000", "0xFFFFFFFF", "0x7FFFFFFFFFFFFFFF",
    "0xFFFFFFFFFFFFFFFFF", "-0", "-0x1", "+5", ".5", "5.", "0.001", "0.0001", "9" * 400, "0." + "0" * 400 + "1",
    "1e99999999999999999999",
]
#: What only looks like a number.
NO_NUMBERS = ["0x", ".", "1e", "1e+", "00", "012", "1_000", "0b1", "-NaN", "-Infinity", "9" * 1001, "--1", "1.2.3",
              "5 MHz", "1e3e"]


def border(dice):
    """A number at some border, or what only looks like one."""
    return dice.choice(BORDERS if dice.chance(0.9) else NO_NUMBERS)


def value(schema, dice, depth=0):
    """A value that mostly fits the schema: small or at a border where there is a range."""
    if depth > 8 or not isinstance(schema, dict):
        return border(dice)
    if "const" in schema:
        return word(schema["const"])
    if "enum" in schema:
        return word(dice.choice(schema["enum"]))
    for several in ("anyOf", "oneOf"):
        # At the root and beside properties these only say which keys go together.
        if several in schema and "type" not in schema:
            return value(dice.choice(schema[several]), dice, depth + 1)
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = dice.choice(kind)
    if kind in ("integer", "number"):
        return number(schema, dice, whole=kind == "integer")
    if kind == "boolean":
        return dice.choice(["true", "false"])
    if kind == "null":
        return "null"
    if kind == "array":
        least = schema.get("minItems", 0)
        count = least + dice.choice([0, 1, 1, 2, 3])
        return [value(schema.get("items", {}), dice, depth + 1) for _ in range(count)]
    if kind == "object":
        required = schema.get("required", [])
        result = json5.Object()
        for name, below in schema.get("properties", {}).items():
            if dice.chance(0.97 if name in required else 0.3):
                result.pairs.append([name, value(below, dice, depth + 1)])
        return result
    return dice.choice(['"x"', '"five.bin"', '"de ad be ef"', '"bus.rows"', "1", "{}", "[]"])


def number(schema, dice, whole):
    """A number: mostly in the range, often at its ends, sometimes just outside."""
    least, most = schema.get("minimum", 0), schema.get("maximum", 1 << 62)
    kind = dice.random()
    if kind < 0.5:
        found = min(most, least + dice.choice([0, 1, 2, 3, 4, 7, 8, 16, 63, 100, dice.randrange(2000)]))
    elif kind < 0.6:
        found = schema.get("default", least)
    elif kind < 0.75:
        found = dice.choice([least, most])
    elif kind < 0.8:
        found = dice.choice([least - 1, most + 1])
    elif kind < 0.95:
        # Uniform in the exponent: from bytes to gigabytes.
        found = least + int((most - least) ** dice.random())
    else:
        return border(dice)
    if not isinstance(found, (int, float)):
        return border(dice)
    if not whole and dice.chance(0.3):
        found += dice.choice([0.5, 0.25, 0.001, 0.0001])
    return hex(found) if isinstance(found, int) and found >= 0 and dice.chance(0.1) else str(found)


def word(constant):
    """A constant of the schema as JSON5."""
    if isinstance(constant, str):
        return f'"{constant}"'
    return {True: "true", False: "false", None: "null"}.get(constant, str(constant)) \
        if isinstance(constant, bool) or constant is None else str(constant)


def paths(schema, prefix=""):
    """Key paths that the schema knows, with the schema of each; lists stand for their first element."""
    found = []
    for name, inner in schema.get("properties", {}).items():
        path = f"{prefix}.{name}" if prefix else name
        found.append((path, inner))
        if isinstance(inner, dict):
            found += paths(inner, path)
            items = inner.get("items")
            if isinstance(items, dict):
                found.append((path + "[0]", items))
                found += paths(items, path + "[0]")
    return found
