"""The pages say what is so: files exist, the order of reading holds, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_architecture import file_of, imported_at_once
from tree import ROOMS, ROOT, tracked

PAGES = [path for path in tracked() if path.suffix == ".md" and "samples" not in path.parts]
OURS = [path for path in PAGES if "examples" not in path.parts]
_NAMED = re.compile(rf"`((?:{'|'.join((*ROOMS, 'tests', 'docs', 'scripts'))})/[\w./-]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)|src=\"([^\"]+)\"")


def reading_order() -> list[str]:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    return re.findall(r"`([\w/]+\.py)`", text.split("## Read the code in this order")[1])


@pytest.mark.parametrize("page", OURS, ids=str)
def test_every_file_a_page_names_exists(page: Path) -> None:
    named = _NAMED.findall((ROOT / page).read_text("utf-8"))
    assert [each for each in named if not (ROOT / each).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = ("".join(each) for each in _LINK.findall(text))
    near = [each for each in links if not each.startswith("http")]
    assert [each for each in near if not (ROOT / page.parent / each).exists()] == []


def test_the_order_of_reading_names_files_once_and_what_they_stand_on_first() -> None:
    order = reading_order()
    assert len(order) > 30
    assert len(set(order)) == len(order)
    place = {path: at for at, path in enumerate(order)}
    later = [
        (path, file)
        for path in order
        for name in imported_at_once(Path(path))
        if (file := file_of(name)) in place and place[file] > place[path]
    ]
    assert later == []
