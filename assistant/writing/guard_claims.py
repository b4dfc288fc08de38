"""What a sentence tells: what it cites, and no name, deed, praise, fault or quotation besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.likeness import bigrams, share
from assistant.writing.protocol import VALUE, Said
from corpus.clauses import split_clauses
from corpus.matters import wording_of
from corpus.names import find_names
from corpus.phrases import find_set_phrases, find_stale

if TYPE_CHECKING:
    from assistant.writing.guard import Guard

_SAYS = 0.5
_OWNED = 0.3
# A person's name is found where a name may begin: not behind these.
_LED = re.compile(r"(?:(?<=[，。；])|^)[在由经请]")
_QUOTED = re.compile(r"[“「『‘\"]([^”」』’\"]{8,})[”」』’\"]")
_ATTRIBUTED = re.compile(
    r"(?:指出|强调|认为|表示|(?:指示|批示|要求|提出|明确)(?=[：:“]))[，：:“]+(.*)|"
    r"(?:总书记|书记|主席|总理|省长|市长|局长|主任|部长|行长|领导|省委|市委|中央|国务院|政府|全会|会议|讲话)"
    r"[^，。；：“]{0,14}(?:指出|强调|(?:指示|批示|要求|提出|明确)(?=要))(.*)"
)
_EVENT = re.compile(
    r"(?:组织|举办|举行|召开|开展|承办|主办|参加|参与|推出|发布|签订|签署|印发|出台|编制|编写|制定|策划|赴)"
    r"[^，。；]{1,18}(?:活动|培训班|论坛|座谈会|对接会|推介会|研讨会|发布会|现场会|协议|平台|仪式|比赛|竞赛|"
    r"展览|宣传月|宣传周|进社区|进企业|进校园|进农村)|"
    r"(?:查处|处分|立案|移送)(?:了)?[^，。；]{0,6}(?:干部|党员|人员|同志|案件)$|"
    r"赴[^，。；]{2,10}(?:开展|学习|考察|调研|参加|接受)|追回|挽回|^选派|争取到|入选|列入|"
    r"(?:获得|取得|获)[^，。；]{0,10}(?:支持|资金|试点|资格|授权|批复)|化解[^，。；]{0,8}债务|处置[^，。；]{0,8}案件"
)
_OWNS_UP = re.compile(
    r"存在(?!的)[^，。；]*(?:问题|不足|短板|差距|现象)|"
    r"^(?:个别|有的|有些|少数|部分|一些)[^，。；]{0,4}(?:同志|干部|党员|科室|企业|单位|人员)"
)
_LEADS_ON = re.compile(
    r"^(?:针对|对照?|围绕|聚焦|着眼)[^，。；]*存在的[^，。；]*(?:问题|不足|短板|差距)$"
)
_LEADS = re.compile(
    r"^(?:一年来|同时|但是?|虽然|尽管|对照[^，]*|与[^，]*相比|在看到成绩的同时|我们也清醒(?:地)?(?:认识|看)到|"
    r"也要(?:清醒(?:地)?)?看到|工作中(?:还|仍)?|主要是|主要表现(?:在|为)|具体表现(?:在|为)|[一二三四五六七八九十]是)?"
    r"[^，。；]{0,12}(?:还|仍|也)?(?:存在|有)?(?:着)?(?:一些|不少|以下)?(?:的)?(?:差距|不足|短板|问题|薄弱环节)"
    r"(?:和(?:不足|问题|短板))?[：。]?$"
)
_JOINS = re.compile(
    r"^(?:[一二三四五六七八九十]是|同时|此外|主要表现[为在]|具体来看|从工作实际看|对照[^，。；]*|"
    r"在[^，。；]{0,10}方面|[^，。；]{0,10}方面)$"
)


def cites_truly(guard: Guard, said: Said) -> Iterator[str]:
    """A sentence that cites an item says what it says."""
    own = bigrams(said.text)
    for ref in said.cited:
        item = guard.items[ref]
        if share(bigrams(item.says), own) < _SAYS:
            yield f"标了〔{ref}〕，但没有说{ref}的内容：{item.says}"


def names_nothing_strange(guard: Guard, said: Said) -> Iterator[str]:
    """No name and no quotation that the sheet does not say."""
    bare = guard.bare(said)
    texts = (bare, _LED.sub("，", bare))
    names = {name.text for text in texts for name in find_names(text, own=guard.own)}
    for name in sorted(names):
        if not guard.known(name):
            yield f"“{name}”在今年的材料里没有"
    for found in _QUOTED.finditer(bare):
        quoted = found[1]
        standing = sum(p.end - p.start for p in find_set_phrases(quoted)) >= len(quoted) * 0.6
        shown = any(quoted in line for line in guard.phrasing)
        if not (guard.known(quoted) or standing or shown):
            yield f"引文“{quoted}”没有上级精神支持"
    told = _ATTRIBUTED.search(bare)
    if told and not _was_said(guard, told[1] or told[2] or ""):
        yield f"“{told[0]}”是转述别人的话，今年的上级精神里没有"


def _was_said(guard: Guard, words: str) -> bool:
    """Whether a piece of this section's guidance, or the phrasing shown, holds most of it."""
    own = bigrams(words)
    texts = (each.says for each in guard.items.values() if each.sort == "guidance")
    return any(share(own, bigrams(text)) >= _SAYS for text in (*texts, *guard.phrasing))


def tells_no_strange_deed(guard: Guard, said: Said) -> Iterator[str]:
    """No one-off act, praise or fault but what its materials, or the phrasing, bear out."""
    for clause in split_clauses(guard.bare(said)):
        if not clause.body or _LEADS_ON.match(clause.body) or guard.bears_out(said, clause.body):
            continue
        wording = wording_of(clause.body, plan=guard.forward)
        if wording == "act" or (_EVENT.search(clause.body) and not guard.forward):
            yield f"“{clause.body}”是一次性的事，材料里没有"
        elif wording == "appraisal":
            yield f"“{clause.body}”是评价，没有事实支持"
        elif guard.brief.role != "problems" and (
            wording == "fault" or _OWNS_UP.search(clause.body)
        ):
            yield f"“{clause.body}”是问题，问题清单里没有"


def owns_up_only_to_problems(guard: Guard, said: Said) -> Iterator[str]:
    """A section of problems tells the problems listed, clause by clause, and leads up to them."""
    if guard.brief.role != "problems" or said.text.endswith("："):
        return
    cited = [guard.items[ref] for ref in said.ids]
    mine = "".join(each.says + each.shown for each in cited)
    for clause in split_clauses(VALUE.sub("", said.text)):
        body = clause.body
        if not body or _LEADS.match(body) or _JOINS.match(body):
            continue
        if share(bigrams(body), bigrams(mine)) < _OWNED and not guard.bears_out(said, body):
            yield f"“{body}”是问题清单以外的话"


def is_of_the_year(guard: Guard, said: Said) -> Iterator[str]:
    """No wording that only last year had."""
    for stale in find_stale(guard.bare(said), guard.brief.year, forward=guard.forward):
        if stale.strength == "error" and not guard.known(said.text[stale.start : stale.end]):
            yield f"“{stale.name}”不合{guard.brief.year}年：{stale.reason}"


RULES = (
    cites_truly,
    names_nothing_strange,
    tells_no_strange_deed,
    owns_up_only_to_problems,
    is_of_the_year,
)
