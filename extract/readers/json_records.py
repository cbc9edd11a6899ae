"""Streams the objects of JSON lines, or of a JSON array or objects written over many lines, with their line numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from extract.errors import ReadError
from extract.readers.base import MAX_LINE, Source

_OUTSIDE = re.compile(r'["{}\n]')
_INSIDE = re.compile(r'["\\\n]')

Record = tuple[int, dict[str, Any]]


def json_records(source: Source) -> Iterator[Record | ReadError]:
    """Yield (line where it starts, object) for every object at the top or in the top array, in constant memory."""
    start = source.head_text.lstrip()
    if start.startswith("[") or start.partition("\n")[0].strip() == "{":
        yield from _spread(source)
    else:
        yield from _lines(source)


def _lines(source: Source) -> Iterator[Record | ReadError]:
    for item in source.lines():
        if isinstance(item, ReadError):
            yield item
        elif item[1].strip():
            yield _parse(source, *item)


def _spread(source: Source) -> Iterator[Record | ReadError]:
    """Cut the text at the braces that close an object; strings are skipped, whatever they hold."""
    line, first_line, depth, in_string = 1, 1, 0, False
    parts: list[str] = []
    size = 0
    escaped = False
    for chunk in source.chunks():
        position, start = 0, 0
        if escaped:
            position, escaped = 1, False
        while found := (_INSIDE if in_string else _OUTSIDE).search(chunk, position):
            mark, position = found[0], found.end()
            if mark == "\n":
                line += 1
            elif mark == '"':
                in_string = not in_string
            elif mark == "\\":
                escaped = position == len(chunk)
                position += 1
            elif mark == "{":
                if depth == 0:
                    start, first_line = found.start(), line
                depth += 1
            elif depth:
                depth -= 1
                if depth == 0:
                    parts.append(chunk[start:position])
                    yield _parse(source, first_line, "".join(parts))
                    parts, size = [], 0
        if depth:
            parts.append(chunk[start:])
            size += len(chunk) - start
            if size > MAX_LINE:
                raise source.bad(
                    first_line,
                    f"the JSON object that starts here is longer than {MAX_LINE // 2**20} MB",
                    "look for a quote or brace that is not closed",
                )
    if depth:
        raise source.bad(first_line, "the JSON object that starts here is not closed", "the file seems to be cut off")


def _parse(source: Source, line: int, text: str) -> Record | ReadError:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        place = line + error.lineno - 1
        return source.bad(place, f"no valid JSON ({error.msg}, column {error.colno})", "mend the record or delete it")
    except RecursionError:
        return source.bad(line, "the JSON is nested too deeply", "delete the record")
    except ValueError as error:
        return source.bad(line, f"no valid JSON ({error})", "mend the record or delete it")
    if not isinstance(record, dict):
        return source.bad(
            line, f"a JSON {type(record).__name__}, not an object", 'write it as {"title": …, "abstract": …}'
        )
    return line, record
