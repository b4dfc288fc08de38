"""What counts as a name that a draft may not take over, and what does not."""

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.lexicon import lexicon
from corpus.names import NameSpan, find_names

OWN = ("云州市金融工作局", "局党组", "全局")


def named(text: str) -> list[tuple[str, str]]:
    return [(each.text, each.sort) for each in find_names(text, own=OWN)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展银龄守护行动7419次，", [("银龄守护行动", "campaign")]),
        ("扎实推进万人助万企活动，", [("万人助万企活动", "campaign")]),
        ("组织开展作风建设年活动，", [("作风建设年活动", "campaign")]),
        (
            "深入开展清风护航行动和春雨润企行动。",
            [("清风护航行动", "campaign"), ("春雨润企行动", "campaign")],
        ),
        ("实施信用云岭建设工程，", [("信用云岭建设工程", "campaign")]),
        (
            "实施金融惠民工程，开展红色先锋行动，",
            [("金融惠民工程", "campaign"), ("红色先锋行动", "campaign")],
        ),
        ("江澜银行云州分行开业，", [("江澜银行", "bank")]),
        ("参加爱国卫生专项行动，", [("爱国卫生专项行动", "campaign")]),
        ("引进云岭银行、滇西农商行入驻，", [("云岭银行", "bank"), ("滇西农商行", "bank")]),
        ("协调交通银行和农行增加投放，", [("交通银行", "bank"), ("农行", "bank")]),
        ("云岭科技股份有限公司上市，", [("云岭科技股份有限公司", "company")]),
        ("支持云州城投集团发债，", [("云州城投集团", "company")]),
        ("云岭证券和大地财险参与。", [("云岭证券", "company"), ("大地财险", "company")]),
        ("到东山县石桥村、河口镇调研，", [("东山县石桥村", "place"), ("河口镇", "place")]),
        ("与翠湖社区党委共建，", [("翠湖社区", "place")]),
        ("与昭岭区政府签订协议，", [("昭岭区政府", "office")]),
        ("局长张建国主持会议，王芳同志介绍经验。", [("张建国", "person"), ("王芳", "person")]),
        ("邀请市委党校刘伟教授讲课。", [("刘伟", "person")]),
        ("云州县县长 张建国", [("云州县", "place"), ("张建国", "person")]),
        ("请李局长讲话，王小明副局长主持，", [("李局长", "person"), ("王小明", "person")]),
        (
            "经办人：王芳，分管领导李明、赵丽。",
            [("王芳", "person"), ("李明", "person"), ("赵丽", "person")],
        ),
        ("汲取孙德海等严重违纪违法案件教训，", [("孙德海", "person")]),
        (
            "由科长马骏负责，选派杨帆到企业挂职，张三丰带头，",
            [("马骏", "person"), ("杨帆", "person"), ("张三丰", "person")],
        ),
        ("干部陈静荣获先进，", [("陈静", "person")]),
        (
            "打造金穗贷产品，与东方资产、富民银行合作，",
            [("金穗贷", "brand"), ("东方资产", "bank"), ("富民银行", "bank")],
        ),
        ("赴曲靖、丽江考察，", [("曲靖", "place"), ("丽江", "place")]),
        (
            "中行为企业授信，农行和建行跟进，",
            [("中行", "bank"), ("农行", "bank"), ("建行", "bank")],
        ),
        ("抓好惠农e贷、防贫保等产品推广，", [("惠农e贷", "brand"), ("防贫保", "brand")]),
        ("开展党建“五提升”活动，", [("“五提升”", "brand")]),
        ("提炼“XXX路径”内涵，", [("“XXX路径”", "brand")]),
        ("组建“三位一体”金融纠纷调解中心，", [("“三位一体”", "brand")]),
        ("更新《廉政风险防控手册》，", [("《廉政风险防控手册》", "document")]),
        ("贯彻市委四届九次全会精神，", [("市委四届九次全会", "meeting")]),
        ("参加第五届南亚博览会，", [("第五届南亚博览会", "meeting")]),
    ],
)
def test_a_name_is_found_with_its_sort(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "组织开展主题党日活动、志愿服务活动、读书活动、系列活动，",
        "制定工作计划、学习计划和调研计划，",
        "以实际行动推动民生工程、系统工程建设。",
        "各银行业金融机构、商业银行、村镇银行和股份制商业银行要加大投放，",
        "小额贷款公司、融资担保公司和上市公司规范经营，",
        "打击非法集资活动和违法犯罪活动，",
        "全市各县区、县域、社区、农村和工业园区，",
        "严格执行请示报告制度，每半年听取保密工作汇报，",
        "全面落实年度工作任务，做好年底考核，",
        "增强“四个意识”，落实“三会一课”，服务“三农”，破解“两张皮”，",
        "利用学习强国等平台开展学习，",
        "云州市金融工作局党组书记、局长带头讲党课，",
        "党员同志、老同志、有关负责同志谈心谈话，",
        "学习《中国共产党纪律处分条例》《中华人民共和国监察法》，",
        "贯彻党的二十届四中全会、中央金融工作会议精神，",
        "市财政局、市税务局、市委组织部、驻市纪检组，",
        "开展防范非法集资宣传月活动，",
        "党中央强调：“坚定不移走中国特色金融发展之路”，",
        "市场监管、上市培育、城市管理、股市债市，",
        "开展集中行动和文明单位创建工作，查处施工行业违建行为，提交行政审批，",
        "总体要求是稳中求进，其中卫生、重大理论、关怀化解、创新乡村、确保定期，",
        "规范干部任免，推广首贷产品和信用贷产品，选派优秀干部到村任职，领导干部带头，",
        "党组书记抓总、分管领导负责，常务副局长牵头，高校长期参与，",
    ],
)
def test_routine_words_make_no_name(text: str) -> None:
    assert named(text) == []


def test_media_are_names_only_where_something_was_printed() -> None:
    printed = named("信息被市委工作信息、学习强国、人民日报、云州日报采用88篇，")
    assert printed == [
        ("市委工作信息", "media"),
        ("学习强国", "media"),
        ("人民日报", "media"),
        ("云州日报", "media"),
    ]
    assert named("用好学习强国平台，") == []


def test_the_offices_own_names_and_their_parts_are_not_returned() -> None:
    assert find_names("云州市召开会议，", own=OWN) == ()
    assert [each.text for each in find_names("云州市召开会议，")] == ["云州市"]


def test_a_name_stands_where_it_says() -> None:
    text = "年内开展银龄守护行动，引进云岭银行。"
    found = find_names(text)
    assert [text[each.start : each.end] for each in found] == [each.text for each in found]
    assert found[0] == NameSpan(4, 10, "银龄守护行动", "campaign")


SYLLABLES = st.text("岭翠霞锦澜鹭栖虹枫槐", min_size=2, max_size=4)


@given(SYLLABLES, st.sampled_from(["行动", "工程", "专项行动", "银行", "集团", "有限公司", "社区"]))
def test_an_invented_name_is_always_found(proper: str, suffix: str) -> None:
    text = f"今年以来，局党组组织开展{proper}{suffix}相关工作，成效明显。"
    assert proper + suffix in [each.text for each in find_names(text)]


@given(st.text(max_size=60))
def test_names_are_in_order_and_apart(text: str) -> None:
    found = find_names(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(each.start < each.end for each in found)


@pytest.mark.gold
def test_the_real_reports_hold_few_names_and_those_that_matter() -> None:
    folder = os.environ.get("NIGAO_GOLD_DIR")
    if not folder:
        pytest.skip("NIGAO_GOLD_DIR is not set")
    counts = {
        path.name[:3]: len(find_names(path.read_text(encoding="utf-8")))
        for path in sorted((Path(folder) / "seeds").glob("*.txt"))
    }
    assert counts.keys() == {"000", "001", "002", "003", "004"}
    assert 8 <= counts["000"] <= 16
    assert 20 <= counts["003"] <= 34
    assert counts["002"] <= 6


def test_the_standing_table_is_not_taken_for_names() -> None:
    table = lexicon("standing")
    for entry in table["quoted"]:
        for word in entry["words"]:
            assert find_names(f"坚持“{word}”，") == (), word
    for entry in [*table["offices"], *table["undertakings"]]:
        for word in entry["words"]:
            assert find_names(f"做好{word}，") == (), word


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("对云州锂能、青屏药业等企业实行“一企一策”", ["云州锂能", "青屏药业"]),
        ("指导沧浦味知、云锗新材等3家重点企业规范运作", ["沧浦味知", "云锗新材"]),
        ("引导小贷、典当、融资租赁等企业合规经营", []),
        ("支持制造业、科技型等企业发展", []),
    ],
)
def test_firms_are_known_by_their_row(text: str, firms: list[str]) -> None:
    assert [name.text for name in find_names(text)] == firms
