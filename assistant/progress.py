"""Progress on stderr, for a person at a terminal and for nobody else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(doing: str, measure: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """A function to be told each step's name as it begins; the bar goes when the work is done.

    ``doing`` and ``measure`` are Chinese: what is being done, and what is counted, ``total`` in
    all where that is known. Where stderr is no terminal nothing is shown.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from tqdm import tqdm

    with tqdm(desc=doing, unit=measure, total=total, file=sys.stderr, leave=False) as bar:

        def step(name: str) -> None:
            bar.set_postfix_str(name, refresh=False)
            bar.update()

        yield step
