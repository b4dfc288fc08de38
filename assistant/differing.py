"""Two states of one draft side by side: what was reworded, put in, taken out, locked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.draft import Draft, DraftSection, Sentence
from assistant.edited.alike import out_of_order, pair_sentences, wording
from assistant.edited.changes import TITLE, Change
from assistant.edited.recognising import sort_of_change
from assistant.parts import parts_of, title_of

_Said = tuple[str, Sentence]


def differences(was: Draft, now: Draft) -> tuple[Change, ...]:
    """What ``now`` says otherwise than ``was``, in its reading order; what went stands last.

    Sentences are known again though moved or reworded.
    """
    return tuple(_Comparing(was, now).changes())


class _Comparing:
    def __init__(self, was: Draft, now: Draft) -> None:
        self.was, self.now = was, now
        same = _unchanged(was, now)
        self.old = [said for part in parts_of(was) if part.id not in same for said in _said(part)]
        self.new = [said for part in parts_of(now) if part.id not in same for said in _said(part)]
        self.pairing = pair_sentences(
            [sentence.text for _, sentence in self.old], [s.text for _, s in self.new]
        )

    def changes(self) -> Iterator[Change]:
        if self.was.title != self.now.title:
            yield Change("改写", TITLE, self.was.title, self.now.title)
        yield from self._headings()
        yield from self._sentences()
        yield from self._gone()
        yield from self._locks()

    def _headings(self) -> Iterator[Change]:
        old = {part.id: part for part in parts_of(self.was)}
        for part in parts_of(self.now):
            before = old.get(part.id)
            if before and before.heading != part.heading:
                yield Change("改写", title_of(before), before.heading, part.heading)

    def _sentences(self) -> Iterator[Change]:
        same = self.pairing.same
        moved = out_of_order([same[at] for at in sorted(same)])
        for at, (section, sentence) in enumerate(self.new):
            sources = self.pairing.sources(at)
            if not sources:
                yield Change("新增", section, "", sentence.text, sentence.locked)
                continue
            before = self.old[sources[0]][1]
            if before.text != sentence.text:
                reworded = wording(before.text) != wording(sentence.text)
                sort = sort_of_change(before.text, sentence.text, reworded=reworded)
                yield Change(sort, section, before.text, sentence.text, sentence.locked)
            elif same.get(at) in moved:
                yield Change("移动", self.old[sources[0]][0], before.text, sentence.text)

    def _gone(self) -> Iterator[Change]:
        known = {old for at in range(len(self.new)) for old in self.pairing.sources(at)}
        for at, (section, sentence) in enumerate(self.old):
            if at not in known:
                yield Change("删去", section, sentence.text, "")

    def _locks(self) -> Iterator[Change]:
        """One change a section and person: how many sentences were locked or let go."""
        counts: dict[tuple[str, str, bool], int] = {}
        for at, old in self.pairing.same.items():
            section, sentence = self.new[at]
            before = self.old[old][1]
            if before.text == sentence.text and before.locked != sentence.locked:
                key = (section, sentence.locked or before.locked, bool(sentence.locked))
                counts[key] = counts.get(key, 0) + 1
        for (section, who, locked), count in counts.items():
            yield Change("锁定" if locked else "解锁", section, "", f"{count}句", who)


def _unchanged(was: Draft, now: Draft) -> frozenset[str]:
    """The ids of parts that say the same in both, what is below them apart."""
    old = {part.id: part.paragraphs for part in parts_of(was)}
    return frozenset(part.id for part in parts_of(now) if old.get(part.id) == part.paragraphs)


def _said(part: DraftSection) -> Sequence[_Said]:
    name = title_of(part)
    return [(name, sentence) for paragraph in part.paragraphs for sentence in paragraph]
