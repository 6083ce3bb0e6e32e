"""Whether what the tool wrote is what it says it is: JSON, JSON Lines, CSV, SVG, VCD, levels."""

import csv
import io
import json
import xml.etree.ElementTree as ElementTree

#: Longer documents are not read.
LONGEST = 4 << 20


def json_document(data):
    """What is wrong with bytes that are one JSON document, or a document on each line; None if nothing is."""
    if len(data) > LONGEST:
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return f"JSON is not UTF-8: {error}"
    wrong = unreadable(text)
    if wrong is None or "\n" not in text.strip():
        return wrong
    return next((each for each in map(unreadable, text.splitlines()) if each), None)


def unreadable(text):
    """Why a text is no JSON document, or None."""
    try:
        json.loads(text, parse_constant=refuse, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        return f"JSON does not parse: {error}"
    return None


def refuse(constant):
    """NaN and Infinity are no JSON."""
    raise ValueError(f"{constant} is no JSON")


def unique(pairs):
    """The object of pairs whose keys are all different."""
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("an object has a key twice")
    return result


def table(data):
    """What is wrong with bytes that are CSV: rows of different width, or no UTF-8."""
    if len(data) > LONGEST:
        return None
    try:
        rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        # The module has a bound for fields that CSV has not.
        return None if "field larger" in str(error) else f"CSV cannot be read: {error}"
    widths = {len(row) for row in rows}
    return f"CSV has rows of {sorted(widths)} columns" if len(widths) > 1 else None


def picture(data):
    """What is wrong with bytes that are an SVG."""
    if len(data) > LONGEST:
        return None
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as error:
        return f"the SVG cannot be read: {error}"
    return None if root.tag.endswith("svg") else "the root of the SVG is another element"


def written(option, form, data):
    """What is wrong with a file that an option named; None if nothing is, or nothing is known of it."""
    if option == "--plot":
        return picture(data)
    if option == "--levels":
        return "levels hold more than 0 and 1" if data.strip(b"\n").translate(None, b"01") else None
    if option == "--events":
        return json_document(data) if data else None
    if option == "--vcd":
        return None if data.startswith(b"$") and b"$enddefinitions" in data[:1 << 16] else "the VCD has no header"
    if option == "--output":
        return of_form(form, data)
    return None


def of_form(form, data):
    """What is wrong with data of a form that `--format` names."""
    if form in ("json", "jsonl"):
        return json_document(data) if data else None
    return table(data) if form == "csv" else None
