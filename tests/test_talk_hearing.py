"""What a message is heard as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.hearing import hear, reply_to
from assistant.talk.wishes import (
    Answer,
    Ask,
    Begin,
    Change,
    Export,
    Give,
    GiveGuidance,
    GiveProblem,
    Head,
    Plainly,
    Revise,
    Unheard,
    Wish,
)
from corpus.kinds import load_kinds

KINDS = load_kinds()


def heard(text: str, *, asked: bool = False, open_paper: bool = True) -> Wish:
    return hear(text, KINDS, year=2026, asked=asked, open_paper=open_paper)


LONG_TITLE = "关于扎实推进各项重点工作" * 8 + "的报告"


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("帮我写2026年党组年度工作总结", Begin("annual-summary", 2026, "党组")),
        ("起草2027年党风廉政建设工作计划", Begin("integrity-plan", 2027)),
        ("写一份市金融局2027年党建工作计划。", Begin("party-building-plan", 2027, "市金融局")),
        ("给我写个讲话稿", Begin("speech")),
        ("写局长在银企对接座谈会上的讲话", Begin("speech", occasion="银企对接座谈会")),
        (
            "帮我写云州市金融工作局2027年全面从严治党工作会议讲话",
            Begin(
                "speech",
                2027,
                "云州市金融工作局",
                "云州市金融工作局2027年全面从严治党工作会议",
            ),
        ),
        ("全年召开党组会议24次，研究议题136项", Give("全年召开党组会议24次，研究议题136项")),
        ("6月成功引进云岭银行设立云州分行", Give("6月成功引进云岭银行设立云州分行")),
        ("今年没有发生安全事故", Give("今年没有发生安全事故")),
        ("第二部分第三条精炼一点", Revise("第二部分第三条", "shorten")),
        ("锁定第一部分", Revise("第一部分", "lock")),
        ("把第一部分解锁", Revise("第一部分", "unlock")),
        ("（三）展开一些", Revise("（三）", "lengthen")),
        ("重写存在的不足", Revise("存在的不足", "redo")),
        ("不足部分写得长一点", Revise("不足部分", "lengthen")),
        ("把调研次数改成15次", Change("调研次数", "15次")),
        ("党组会议不是21次，是24次", Change("党组会议", "24次")),
        ("党组会议是24次不是21次", Change("党组会议", "24次")),
        ("撤销", Plainly("undo")),
        ("检查一下", Plainly("check")),
        ("起草吧", Plainly("draft")),
        ("停", Plainly("stop")),
        ("谢谢", Plainly("thanks")),
        ("怎么用？", Plainly("help")),
        ("导出Word", Export("docx")),
        ("导出清稿", Export("docx", clean=True)),
        ("下载PDF", Export("pdf")),
        ("去年党课讲了几次？", Ask("去年党课讲了几次？", 2025)),
        ("往年怎么写意识形态工作的", Ask("往年怎么写意识形态工作的")),
        ("2024年贷款余额多少？", Ask("2024年贷款余额多少？", 2024)),
        ("存在的不足：直接融资比重偏低", GiveProblem("直接融资比重偏低")),
        ("高风险机构处置进度偏慢", GiveProblem("高风险机构处置进度偏慢")),
        ("支部建设还有差距，措施：对标提升", GiveProblem("支部建设还有差距，措施：对标提升")),
        (
            "市委六届十次全会强调，坚持服务实体经济",
            GiveGuidance("市委六届十次全会", "坚持服务实体经济"),
        ),
        ("单位是云州市金融工作局党组", Head(office="云州市金融工作局党组")),
        ("改成2025年", Head(year=2025)),
        ("帮我把标题改成关于2026年工作情况的报告", Head(title="关于2026年工作情况的报告")),
        (f"标题改为{LONG_TITLE}", Head(title=LONG_TITLE)),
        ("不对，党组会议应该是27次", Change("党组会议", "27次")),
        ("说错了，把调研次数改成15次", Change("调研次数", "15次")),
        ("你能做什么", Plainly("help")),
        ("这个怎么用？", Plainly("help")),
        ("你是谁", Plainly("hello")),
        ("谢谢，写得不错", Plainly("thanks")),
        ("ok", Plainly("agreed")),
        ("第二部分太长了", Revise("第二部分", "shorten")),
        ("（三）写得太简单了", Revise("（三）", "lengthen")),
    ],
)  # fmt: skip
def test_a_message_is_heard_as_what_it_asks_for(text: str, wish: Wish) -> None:
    assert heard(text) == wish


@pytest.mark.parametrize(
    "text", ["你这个稿子写得太长了吧", "今天天气真好啊", "写第三部分", "嗯嗯", "这是什么意思"]
)
def test_talk_is_never_taken_for_a_fact(text: str) -> None:
    assert not isinstance(heard(text), Give)


@pytest.mark.parametrize(
    "text",
    [
        "把去年的不足直接抄过来",
        "帮我查一下省里的GDP",
        "给领导发个邮件",
        "把稿子发给局长",
        "删掉刚才那份",
        "重新来",
        "我不想写了",
        "算了，还是26次",
        "有几个党员?",
    ],
)
def test_what_is_not_done_here_is_answered_and_put_down_nowhere(text: str) -> None:
    assert heard(text) == Unheard(text)
    assert reply_to(text)


@pytest.mark.parametrize(
    "text",
    [
        "开展新闻宣传工作不够经常",
        "帮扶困难群众力度不足",
        "把关不严的问题仍有发生，力度不够",
        "请示报告不够及时",
        "市委六届十次全会强调，坚持服务实体经济",
        "6月引进云岭银行设立云州分行",
        "转发领导讲话精神学习材料",
        "发展党员3名",
        "6月引进云岭银行",
        "融资总量保持平稳增长",
        "3月到县区宣讲",
        "发放贷款12亿元",
        "查处案件2件",
        "搜集线索35条",
        "查摆问题16个",
    ],
)
def test_what_is_told_of_the_work_is_no_request(text: str) -> None:
    assert not reply_to(text)
    assert isinstance(heard(text), Give | GiveProblem | GiveGuidance)


def test_a_question_with_a_number_in_it_is_no_fact() -> None:
    text = "今年开了24次党组会议吗"
    assert heard(text) == Unheard(text)


def test_a_sentence_without_value_day_or_deed_is_asked_about_first() -> None:
    assert heard("进一步做好精简文件工作，压缩会议") == Give(
        "进一步做好精简文件工作，压缩会议", sure=False
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("没有", Answer("none")),
        ("先空着。", Answer("later")),
        ("同上年", Answer("same")),
        ("仍有", Answer("kept")),
        ("改为：开展作风建设深化年活动", Answer("changed", "开展作风建设深化年活动")),
    ],
)
def test_an_answer_is_one_only_while_a_question_stands(text: str, answer: Answer) -> None:
    assert heard(text, asked=True) == answer
    assert not isinstance(heard(text), Answer)


def test_a_kind_alone_begins_a_paper_where_none_is_open() -> None:
    assert heard("2026年年度工作总结", open_paper=False) == Begin("annual-summary", 2026)
    assert not isinstance(heard("2026年年度工作总结"), Begin)


@given(st.text(max_size=60))
def test_any_message_is_heard_as_something(text: str) -> None:
    assert isinstance(heard(text), Wish)
    assert isinstance(heard(text, asked=True, open_paper=False), Wish)


def test_nothing_said_is_not_understood() -> None:
    assert heard("  ") == Unheard("")
