"""One section shorter or longer: by weight, what goes first coming back last, or in new words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.draft import Draft, DraftSection, LeftOut, Paragraph, Sentence
from assistant.edited.alike import pair_sentences, wording
from assistant.parts import part_named, text_of, with_part
from assistant.plan import Plan
from assistant.revising import Revised, revised
from assistant.rewriting import brief_of, rewritten, still_unused, write_again
from assistant.shortening import CUT, cut_part
from assistant.watching import UNWATCHED, Watch
from assistant.writing.merging import BY_TEMPLATE
from assistant.writing.writer import HOLE, Writer
from corpus.errors import RevisionError

SHARE = 0.2
"""What part of a section one step takes away or brings back."""
_TRIMMED = "（改为："


def shorten(draft: Draft, name: str, share: float = SHARE) -> Revised:
    """Take the lightest words out of the section until about ``share`` of it is gone.

    Praise goes first, then lists, facts 备用 and 可写, and wording carried from last year; never
    a fact that must be told, a problem, guidance, a decision or a locked sentence. What went is
    added to ``left_out``.

    Raises:
        RevisionError: no such section.
    """
    part = _sizable(draft, name)
    over = max(1, round(len(text_of(part)) * share))
    now = cut_part(draft, part.id, over, routine=True)
    if now == draft:
        return revised(draft, draft, part, ("这一节余下的都是必写的内容，没有可缩的",))
    return revised(draft, now, part)


def lengthen(draft: Draft, name: str, plan: Plan, writer: Writer, share: float = SHARE) -> Revised:
    """Bring back what was cut from the section, facts first, until about ``share`` is added.

    Only words that may stand come back: those the writer makes of the plan again. They leave
    ``left_out``.

    Raises:
        RevisionError: no such section, or it is none of the plan's.
    """
    part = _sizable(draft, name)
    full = write_again(draft, part, plan, writer).section
    assert full is not None
    bringing = _Bringing(draft, part, max(1, round(len(text_of(part)) * share)))
    longer = bringing.longer(part, full)
    if not bringing.back:
        return revised(draft, draft, part, (_nothing(draft, part),))
    now = replace(with_part(draft, longer), left_out=bringing.still_out())
    return revised(draft, replace(now, unused=still_unused(draft, now)), part)


def lengths_for(draft: Draft, name: str, plan: Plan, share: float) -> dict[str, int]:
    """About how many characters the section and those below it are to have, by their brief.

    ``share`` is what part of them goes (below 0) or is added.

    Raises:
        RevisionError: no such section, or it is none of the plan's.
    """
    part = _sizable(draft, name)
    own = {each.brief or each.id: each.paragraphs for each in part.walk()}
    own[brief_of(plan, draft, part).id] = part.paragraphs
    return {
        brief: max(1, round(sum(len(s.text) for said in paragraphs for s in said) * (1 + share)))
        for brief, paragraphs in own.items()
    }


def reworded(
    draft: Draft, name: str, plan: Plan, writer: Writer, share: float, *, watch: Watch = UNWATCHED
) -> Revised:
    """The section written again by a model that was told to be shorter or longer by ``share``.

    What comes out no shorter, or no longer, is not taken, and neither is the template's text where
    the model's could not stand; nothing is changed then, and why is said.

    Raises:
        RevisionError: no such section, or it is none of the plan's.
        ModelError: the writer's model failed.
        Stopped: the watch said so.
    """
    part = _sizable(draft, name)
    now, notes = rewritten(draft, part, plan, writer, watch=watch)
    refused = _why_refused(draft, now, part, share)
    if refused:
        told = f"{refused}，没有改动；去掉 --writer model 就按轻重增减"
        return revised(draft, draft, part, (told,))
    return revised(draft, now, part, notes)


def _why_refused(draft: Draft, now: Draft, part: DraftSection, share: float) -> str:
    """Why what a model made of the part is not taken; "" when it is."""
    rows = [each for each in now.recipe.get("redone", ()) if each["section"] == part.id]
    reasons = [each["reason"] for row in rows for each in row.get("replaced", ())]
    failed = next((reason for reason in reasons if reason.startswith(BY_TEMPLATE)), "")
    if failed:
        return f"模型写的不能用（{failed.removeprefix(BY_TEMPLATE).lstrip('：')}）"
    was, is_now = (len(text_of(part_named(each, part.id))) for each in (draft, now))
    if (is_now - was) * share > 0:
        return ""
    return f"模型没有写{'短' if share < 0 else '长'}（原来{was}字，写成{is_now}字）"


def _sizable(draft: Draft, name: str) -> DraftSection:
    part = part_named(draft, name)
    if part.level == 0:
        raise RevisionError("开头和结尾不按篇幅增减；请直接改它的句子")
    return part


def _nothing(draft: Draft, part: DraftSection) -> str:
    headings = {each.heading for each in part.walk()}
    told = sum(words.section in headings for words in draft.left_out)
    behind = f"；去年讲过今年没讲的{told}条要有今年的事实才能写，见待办清单" if told else ""
    return f"这一节没有为控制字数删去的内容可以补回{behind}"


@dataclass(slots=True)
class _Back:
    """A sentence to bring back into a section, in the stead of a trimmed one or beside others.

    ``after`` and ``before`` are those of its paragraph, the nearest first, ``above`` those of the
    paragraphs before.
    """

    section: str
    sentence: Sentence
    instead: Sentence | None
    after: Sequence[Sentence]
    before: Sequence[Sentence]
    above: Sequence[Sentence]


class _Bringing:
    def __init__(self, draft: Draft, part: DraftSection, most: int) -> None:
        self.draft, self.most = draft, most
        headings = {each.heading for each in part.walk()}
        self.rows = [
            words
            for words in draft.left_out
            if words.reason.startswith(CUT) and words.section in headings
        ]
        self.back: list[Sentence] = []

    def longer(self, part: DraftSection, full: DraftSection) -> DraftSection:
        """The part with what comes back, the weightiest first."""
        for each in sorted(self._missing(part, full), key=_lightness):
            if sum(len(sentence.text) for sentence in self.back) >= self.most:
                break
            part = _with_back(part, each)
            self.back.append(each.sentence)
        return part

    def still_out(self) -> tuple[LeftOut, ...]:
        """What is left out of the draft without what came back."""
        told = "".join(sentence.text for sentence in self.back)
        back = [words for words in self.rows if _stem(words) in told]
        return tuple(words for words in self.draft.left_out if words not in back)

    def _missing(self, part: DraftSection, full: DraftSection) -> Iterator[_Back]:
        """What of the full section was cut from the part; sections pair by their brief."""
        olds = [sentence for said in part.paragraphs for sentence in said]
        news = [sentence for said in full.paragraphs for sentence in said]
        same = pair_sentences([s.text for s in olds], [s.text for s in news]).same
        standing = [olds[same[at]] if at in same else each for at, each in enumerate(news)]
        start = 0
        for said in full.paragraphs:
            end = start + len(said)
            for at in range(start, end):
                was = standing[at] if at in same else None
                if self._was_trimmed(was, news[at]) if was else self._was_cut(news[at]):
                    yield _Back(
                        part.id,
                        news[at],
                        was,
                        standing[start:at][::-1],
                        standing[at + 1 : end],
                        standing[:start][::-1],
                    )
            start = end
        for child in full.children:
            own = next((each for each in part.children if each.brief == child.brief), None)
            if own is not None:
                yield from self._missing(own, child)

    def _was_cut(self, sentence: Sentence) -> bool:
        return HOLE[:3] not in sentence.text and any(
            _stem(words).rstrip("。") in sentence.text for words in self.rows
        )

    def _was_trimmed(self, before: Sentence, sentence: Sentence) -> bool:
        reworded = wording(before.text) != wording(sentence.text)
        return reworded and not before.locked and self._was_cut(sentence)


def _stem(words: LeftOut) -> str:
    return words.words.partition(_TRIMMED)[0]


def _lightness(back: _Back) -> int:
    """Facts come back first, then what was trimmed, then wording carried from last year."""
    tells = any(each.origin == "fact" for each in back.sentence.evidence)
    return 0 if tells else 1 if back.instead else 2


def _with_back(part: DraftSection, back: _Back) -> DraftSection:
    if part.id != back.section:
        children = tuple(_with_back(child, back) for child in part.children)
        return replace(part, children=children)
    if back.instead is not None:
        said = (
            tuple(back.sentence if each is back.instead else each for each in paragraph)
            for paragraph in part.paragraphs
        )
        return replace(part, paragraphs=tuple(said))
    return replace(part, paragraphs=_inserted(part.paragraphs, back))


def _inserted(paragraphs: Sequence[Paragraph], back: _Back) -> tuple[Paragraph, ...]:
    """The paragraphs with the sentence beside its neighbours, else in one of its own."""
    lists = [list(said) for said in paragraphs]
    if place := _found(lists, back.after):
        lists[place[0]].insert(place[1] + 1, back.sentence)
    elif place := _found(lists, back.before):
        lists[place[0]].insert(place[1], back.sentence)
    else:
        place = _found(lists, back.above)
        lists.insert(place[0] + 1 if place else 0, [back.sentence])
    return tuple(tuple(said) for said in lists)


def _found(
    paragraphs: Sequence[Sequence[Sentence]], wanted: Sequence[Sentence]
) -> tuple[int, int] | None:
    """Where the first of the wanted sentences that stands there stands."""
    for sentence in wanted:
        for at, said in enumerate(paragraphs):
            for number, each in enumerate(said):
                if each is sentence:
                    return at, number
    return None
