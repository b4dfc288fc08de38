"""Breaking a title into lines that read: whole words, in a 梯形 or a 菱形 (7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise

from corpus.shipped import parsed

_MOST_LINES = 4
# What no break may enter whatever the words: book titles, quotations, brackets, numbers, Latin.
_WHOLE = r"《[^》]*》|“[^”]*”|（[^）]*）|〔[^〕]*〕|[0-9A-Za-z.%—－-]+(?:年度|年|月|日|周年)?"
# Costs, against each other: a line cut at a poor place is worse than an uneven shape.
_COST_WORD_CUT = 60.0
_COST_PLAIN = 12.0
_COST_RECTANGLE = 6.0
_COST_HOURGLASS = 40.0
_COST_UNEVEN = 1.0
_COST_STUB = 8.0
_STUB = 5.0


def text_width(text: str) -> float:
    """The width of ``text`` in Chinese characters; ASCII counts half."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def break_title(title: str, columns: int = 20, whole: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The lines ``title`` is set in: at most ``columns`` characters wide, as few as can be.

    Lines end between words, gladly behind an office, a year or 关于…的; none is cut inside 《》,
    a number, a known word or a phrase of ``whole`` (the office's name) unless that alone is wider
    than a line. Joined, the lines are the title again.
    """
    if text_width(title) <= columns:
        return (title,)
    for count in range(2, _MOST_LINES + 1):
        best = _best(_tokens(title, whole), count, columns)
        if best:
            return best
    return tuple(_filled(title, columns))


@dataclass(frozen=True, slots=True)
class _Words:
    ends: tuple[str, ...]
    starts: tuple[str, ...]
    clings: frozenset[str]
    words: tuple[str, ...]


@cache
def _words() -> _Words:
    text = (files("assistant.export") / "titles.yaml").read_text(encoding="utf-8")
    plain: dict[str, list[str]] = parsed(text)
    return _Words(
        ends=tuple(plain["ends"]),
        starts=tuple(plain["starts"]),
        clings=frozenset(plain["clings"]),
        words=tuple(sorted(plain["words"], key=len, reverse=True)),
    )


def _tokens(title: str, whole: tuple[str, ...]) -> list[str]:
    """The title cut into what a break may stand between."""
    words = sorted({*whole, *_words().words, *_words().ends, *_words().starts}, key=len)
    known = "|".join(re.escape(word) for word in reversed(words) if word)
    found = re.findall(f"{_WHOLE}|{known}|.", title, re.DOTALL)
    return _joined([str(token) for token in found])


def _joined(tokens: list[str]) -> list[str]:
    """Tokens with what clings to its predecessor put there."""
    joined = tokens[:1]
    for token in tokens[1:]:
        if token in _words().clings:
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _best(tokens: list[str], count: int, columns: int) -> tuple[str, ...]:
    """The cheapest way to set ``tokens`` in ``count`` lines, or () when none fits."""
    fitting = [lines for lines in _settings(tokens, count) if _fits(lines, columns)]
    if not fitting:
        return ()
    best = min(fitting, key=_cost)
    return tuple("".join(line) for line in best)


def _settings(tokens: list[str], count: int) -> Iterator[list[list[str]]]:
    for cuts in combinations(range(1, len(tokens)), count - 1):
        bounds = (0, *cuts, len(tokens))
        yield [tokens[start:end] for start, end in pairwise(bounds)]


def _fits(lines: list[list[str]], columns: int) -> bool:
    return all(text_width("".join(line)) <= columns for line in lines)


def _cost(lines: list[list[str]]) -> float:
    cuts = sum(_cut_cost(before[-1], after[0]) for before, after in pairwise(lines))
    return cuts + _shape_cost([text_width("".join(line)) for line in lines])


def _cut_cost(before: str, after: str) -> float:
    """What it costs to end a line behind ``before`` and begin the next with ``after``."""
    if before.endswith((*_words().ends, "》", "的")):
        return 0.0
    if after.startswith(_words().starts):
        return 2.0
    lone = len(before) == 1 and len(after) == 1
    return _COST_WORD_CUT if lone else _COST_PLAIN


def _shape_cost(widths: list[float]) -> float:
    """梯形 and 菱形 cost nothing; a rectangle, an hourglass and a stub of a line do."""
    steps = [after - before for before, after in pairwise(widths)]
    uneven = _COST_UNEVEN * (max(widths) - min(widths))
    stubs = _COST_STUB * sum(max(0.0, _STUB - width) for width in widths)
    rectangle = _COST_RECTANGLE if not any(steps) else 0.0
    narrows = (at for at, step in enumerate(steps) if step < 0)
    first = next(narrows, len(steps))
    hourglass = _COST_HOURGLASS if any(step > 0 for step in steps[first:]) else 0.0
    return uneven + stubs + rectangle + hourglass


def _filled(title: str, columns: int) -> Iterator[str]:
    """Lines filled to the brim, for a title no known break fits."""
    line = ""
    for char in title:
        if text_width(line + char) > columns:
            yield line
            line = ""
        line += char
    yield line
