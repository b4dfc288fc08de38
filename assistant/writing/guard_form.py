"""What a sentence may look like: plain Chinese prose, and nothing of the talk around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.writing.protocol import Said

if TYPE_CHECKING:
    from assistant.writing.guard import Guard

_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s|[-*+•●]\s|>\s|\d+[.)、．]\s*|\|)|\*\*|__|`|~~|\]\(")
_NUMBERED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]+[、章节](?!届|次|轮|批|线)|[（(][一二三四五六七八九十\d]+[）)])"
)
_LATIN = re.compile(r"[A-Za-z]+")
_CHATTER = re.compile(
    r"^(?:好的|当然|以下是|下面是|根据您|根据你|按照您|抱歉|对不起|很抱歉|希望|请注意|注：|注意：|"
    r"说明：|正文：|答：|修改后|改写后|重写后|作为(?:一个|一名)?(?:AI|人工智能|语言模型|助手|大模型))"
    r"|如有(?:不妥|需要|疑问)|(?:您|你)(?:可以|需要|好)|无法(?:提供|回答|完成)(?:您|这)"
)
_ECHO = re.compile(
    r"[〖〗]|另有人写|请写“|[必可]写）|必写的|可写增减|写作要求|这一节的?(?:标题|正文)|"
    r"往年(?:同一节的)?表述|不合要求|一行(?:写)?一句|系统提示|提示词"
)
_TEMPLATE = re.compile(r"[{}<>〔〕]|⟦|⟧|【|】|（数）|＊|\*")
_SUBSTANCE = re.compile(r"[\u4e00-\u9fff]{2}")


def is_prose(guard: Guard, said: Said) -> Iterator[str]:
    """No heading, number, markup, English, chatter, echo or mark of ours."""
    bare = guard.bare(said)
    if _MARKDOWN.search(said.raw) or _NUMBERED.search(said.raw):
        yield "不要用标题、序号或 Markdown 标记"
    plain = unicodedata.normalize("NFKC", bare)
    if any(found[0] not in guard.said for found in _LATIN.finditer(plain)):
        yield "不要写英文"
    if _CHATTER.search(bare) or _ECHO.search(said.raw):
        yield "只给正文，不要说明、道歉或复述要求"
    if _TEMPLATE.search(bare):
        yield "有认不出的标记"
    if not _SUBSTANCE.search(said.text):
        yield "不成一句话，请一行写一句"


RULES = (is_prose,)
