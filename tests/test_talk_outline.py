"""The outline as rows: ticked, renamed, moved, and read back as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.brief import Brief
from assistant.talk.outline import (
    OutlineRow,
    added,
    moved,
    outline_lines,
    outline_rows,
    renamed,
    ticked,
)


def brief(place: str, heading: str, *children: Brief) -> Brief:
    level = place.count(".") + 1
    return Brief(place, level, "", heading, "work", 2026, False, children=children)


SECTIONS = (
    brief(
        "1",
        "工作开展情况",
        brief("1.1", "坚持党的领导"),
        brief("1.2", "强化理论武装"),
        brief("1.3", "防范化解风险"),
    ),
    brief("2", "存在的不足"),
    brief("3", "下一步打算"),
)
USUAL = outline_rows(SECTIONS, ())


def headings(rows: tuple[OutlineRow, ...]) -> list[str]:
    return [row.heading for row in rows if row.kept]


def again(rows: tuple[OutlineRow, ...]) -> tuple[OutlineRow, ...]:
    """The rows after they were kept in the sheet and shown anew."""
    return outline_rows(SECTIONS, outline_lines(rows, SECTIONS))


def test_what_nobody_changed_is_kept_as_no_outline() -> None:
    assert headings(USUAL)[:2] == ["工作开展情况", "坚持党的领导"]
    assert outline_lines(USUAL, SECTIONS) == ()


def test_what_is_taken_out_can_be_put_in_again() -> None:
    out = again(ticked(USUAL, 2, kept=False))
    assert "强化理论武装" not in headings(out)
    assert [row.heading for row in out] == [row.heading for row in USUAL]
    at = next(n for n, row in enumerate(out) if row.heading == "强化理论武装")
    assert outline_lines(ticked(out, at, kept=True), SECTIONS) == ()


def test_a_part_goes_with_all_below_it() -> None:
    out = ticked(USUAL, 0, kept=False)
    assert headings(out) == ["存在的不足", "下一步打算"]
    assert outline_lines(out, SECTIONS) == ("一、存在的不足", "一、下一步打算")


def test_a_new_name_keeps_the_old_behind_it() -> None:
    lines = outline_lines(renamed(USUAL, 4, "问题和短板"), SECTIONS)
    assert "一、存在的不足→问题和短板" in lines
    assert again(renamed(USUAL, 4, "问题和短板"))[4] == OutlineRow(1, "问题和短板", "存在的不足")


def test_no_name_brings_the_old_one_back() -> None:
    assert renamed(renamed(USUAL, 4, "问题"), 4, " ")[4].heading == "存在的不足"


def test_a_part_moves_with_its_children_among_its_like() -> None:
    assert headings(moved(USUAL, 4, -1))[:2] == ["存在的不足", "工作开展情况"]
    assert headings(moved(USUAL, 0, 1))[0] == "存在的不足"
    assert headings(moved(USUAL, 1, 1))[:3] == ["工作开展情况", "强化理论武装", "坚持党的领导"]


def test_at_the_edge_nothing_moves() -> None:
    assert moved(USUAL, 0, -1) == USUAL
    assert moved(USUAL, 1, -1) == USUAL
    assert moved(USUAL, 3, 1) == USUAL
    assert moved(USUAL, len(USUAL) - 1, 1) == USUAL


def test_a_part_of_ones_own_stands_at_the_end() -> None:
    rows = again(added(USUAL, "队伍建设情况"))
    assert rows[-1] == OutlineRow(1, "队伍建设情况", "")
    assert added(USUAL, "  ") == USUAL


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["up", "down", "out", "in"]), st.integers(0, 5)), max_size=12
    )
)
def test_however_it_is_changed_nothing_is_lost_and_it_reads_back(
    steps: list[tuple[str, int]],
) -> None:
    rows = USUAL
    for step, at in steps:
        if step in ("up", "down"):
            rows = moved(rows, at, -1 if step == "up" else 1)
        else:
            rows = ticked(rows, at, kept=step == "in")
    assert sorted(row.heading for row in rows) == sorted(row.heading for row in USUAL)
    # A part that is out takes those below it out, whatever their own ticks.
    shown = outline_lines(rows, SECTIONS)
    if shown:
        assert outline_lines(again(rows), SECTIONS) == shown
