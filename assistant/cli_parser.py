"""The commands of nigao with their arguments, and their help in Chinese."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.cli_words import Parser, count, filled, port, year

if TYPE_CHECKING:
    # argparse's own name for what add_subparsers returns; it is generic in stubs only.
    _Commands = argparse._SubParsersAction[Parser]

_ABOUT = "拟稿：用往年材料和今年事实起草机关公文，并逐项核对稿中的数字。"
_SHEETS = ".yaml、.json、.csv、.xlsx"
_STATUS = """退出状态：
  0  完成，没有错误
  1  核对发现错误，或多份材料中有几份没成
  2  没有完成：标准错误上有一行说明，什么也没有写"""


def build_parser() -> Parser:
    """The parser of the whole command line; ``command`` says what was asked for."""
    parser = Parser(prog="nigao", description=_ABOUT, epilog=_STATUS)
    parser.add_argument(
        "--version", action="version", version=f"nigao {__version__}", help="显示版本"
    )
    commands = parser.add_subparsers(
        title="命令", dest="command", metavar="命令", required=True, parser_class=Parser
    )
    _demo(commands)
    _index(commands)
    _library(commands)
    _kinds(commands)
    _form(commands)
    _facts(commands)
    _draft(commands)
    _batch(commands)
    _check(commands)
    _export(commands)
    _revise(commands)
    _return(commands)
    _refresh(commands)
    _opinions(commands)
    _chat(commands)
    _users(commands)
    _doctor(commands)
    return parser


def _chat(commands: _Commands) -> None:
    chat = _command(commands, "chat", "打开网页：一边说一边写，看依据、核对、导出")
    _takes_library(chat)
    chat.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="H",
        help="监听的地址（默认只在本机）；没有账号时不能改",
    )
    chat.add_argument("--port", type=port, default=7860, metavar="P", help="端口（默认7860）")
    chat.add_argument(
        "--users", type=_path, metavar="FILE", help="账号文件，见 nigao users；默认用数据文件夹里的"
    )


def _users(commands: _Commands) -> None:
    users = _command(commands, "users", "网页的账号：添加、列出、删去")
    actions = users.add_subparsers(
        title="动作", dest="action", metavar="动作", required=True, parser_class=Parser
    )
    add = _command(actions, "add", "添加账号或改密码；密码从终端输入，或从标准输入读一行")
    add.add_argument("name", metavar="NAME", type=filled("用户名"), help="用户名")
    _command(actions, "list", "列出有账号的人")
    remove = _command(actions, "remove", "删去一个账号（稿件不动）")
    remove.add_argument("name", metavar="NAME", type=filled("用户名"), help="用户名")
    for action in actions.choices.values():
        action.add_argument("--users", type=_path, metavar="FILE", help="账号文件")


def _demo(commands: _Commands) -> None:
    _command(commands, "demo", "用自带的示例走完全程：收录、起草、核对，不用密钥")


def _index(commands: _Commands) -> None:
    index = _command(commands, "index", "把往年材料收进材料库")
    index.add_argument(
        "paths", metavar="PATH", nargs="+", type=_path, help="材料文件，或装着材料的文件夹"
    )
    _takes_library(index)
    index.add_argument("--kind", metavar="K", help="都按这个文种收（编号或中文名），不推断")
    index.add_argument("--year", metavar="Y", type=year, help="都按这一年收，不推断")
    index.add_argument("--unit", metavar="U", type=filled("单位"), help="都按这个单位收，不推断")
    _takes_json(index)


def _library(commands: _Commands) -> None:
    library = _command(commands, "library", "查看、检索和整理材料库")
    actions = library.add_subparsers(
        title="动作", dest="action", metavar="动作", required=True, parser_class=Parser
    )
    _command(actions, "list", "列出库里的材料")
    search = _command(actions, "search", "检索库里的段落")
    search.add_argument("query", metavar="QUERY", type=filled("检索词"), help="要找的词或句子")
    search.add_argument("-k", metavar="N", type=count, default=5, help="最多几段（默认5）")
    search.add_argument("--kind", metavar="K", help="只在这个文种里找（编号或中文名）")
    years = search.add_mutually_exclusive_group()
    years.add_argument("--year", metavar="Y", type=year, help="只在这一年的材料里找")
    years.add_argument("--before", metavar="Y", type=year, help="只在这一年之前的材料里找")
    search.add_argument("--unit", metavar="U", type=filled("单位"), help="只在这个单位的材料里找")
    remove = _command(actions, "remove", "从库里删去一份材料（原文件不动）")
    remove.add_argument("id", metavar="ID", help="材料的编号，见 nigao library list")
    _command(actions, "rebuild", "按库里的材料重建索引")
    for action in actions.choices.values():
        _takes_library(action)
        _takes_json(action)


def _kinds(commands: _Commands) -> None:
    kinds = _command(commands, "kinds", "查看文种，或从往年材料学一个")
    actions = kinds.add_subparsers(
        title="动作", dest="action", metavar="动作", required=True, parser_class=Parser
    )
    _command(actions, "list", "列出可用的文种")
    show = _command(actions, "show", "显示一个文种的写法，可另存为自己的文种文件")
    show.add_argument("kind", metavar="K", help="文种的编号或中文名")
    learn = _command(actions, "learn", "从一份或几份同类的往年材料学出本单位的文种")
    learn.add_argument(
        "reports",
        metavar="REPORT",
        nargs="+",
        type=filled("材料"),
        help="往年材料：库中编号或文件；几份一起学，\n多数都有的部分才算必有",
    )
    learn.add_argument(
        "-o", dest="out", metavar="kind.yaml", type=_path, required=True, help="存到这里：.yaml"
    )
    learn.add_argument(
        "--kind", default="", metavar="K", help="照这个文种学（编号或中文名），不由材料推断"
    )
    learn.add_argument("--year", metavar="Y", type=year, help="都是这一年的，不由材料推断")
    learn.add_argument(
        "--name", default="", metavar="N", help="学成一个叫这个名的新文种；不写就代替照着学的"
    )
    _takes_library(learn)


def _form(commands: _Commands) -> None:
    form = _command(commands, "form", "按往年材料生成今年要填的工作簿")
    form.add_argument(
        "names",
        metavar="REPORT|KIND",
        nargs="+",
        type=filled("材料"),
        help="往年材料：库中编号或文件，可写几年的；或一个文种，用库里该文种的材料；\n"
        "同 --split 时也可以是填好责任科室的工作簿",
    )
    form.add_argument(
        "-o",
        dest="out",
        metavar="facts.xlsx",
        type=_path,
        required=True,
        help="存到这里：.xlsx；同 --split 时是文件夹",
    )
    _takes_library(form)
    form.add_argument(
        "--plan", default="", metavar="PLAN", help="年初的计划：把其中的目标列在今年的总结旁边"
    )
    form.add_argument(
        "--last", type=_path, metavar="SHEET", help="去年的事实表：带出责任科室、来源和上年数值"
    )
    form.add_argument("--split", action="store_true", help="每个责任科室一份，只有它的行")
    form.add_argument("--due", default="", metavar="DATE", help="同 --split：截止时间")


def _facts(commands: _Commands) -> None:
    facts = _command(commands, "facts", "整理和核对今年的事实")
    actions = facts.add_subparsers(
        title="动作", dest="action", metavar="动作", required=True, parser_class=Parser
    )
    check = _command(actions, "check", "起草前核对事实表：今年与上年对照，指出矛盾和可疑之处")
    check.add_argument("sheet", metavar="SHEET", type=_path, help=f"事实表（{_SHEETS}）")
    check.add_argument(
        "--past", default="", metavar="REPORT", help="对照的往年材料：库中编号或文件"
    )
    _takes_json(check)
    read = _command(actions, "read", "把零散记录读成事实表，读不准的原样留下")
    read.add_argument(
        "notes", metavar="NOTES", nargs="?", type=_path, help="记录（.txt、.md、.docx）"
    )
    read.add_argument(
        "--guidance",
        action="append",
        default=[],
        metavar="FILE",
        type=_path,
        help="上级文件或公报，读成上级精神和可引的原句；可写几次",
    )
    read.add_argument(
        "-o", dest="out", metavar="facts.yaml", type=_path, required=True, help="存到这里：.yaml"
    )
    read.add_argument("--unit", default="", metavar="U", help="单位，记录里没写时用")
    read.add_argument("--kind", default="", metavar="K", help="文种，记录里没写时用")
    read.add_argument("--year", type=year, metavar="Y", help="年度，记录里没写时用")
    merge = _command(actions, "merge", "把各科室填好的工作簿合成一份，列出冲突和欠报的")
    merge.add_argument(
        "sheets", metavar="facts.xlsx", nargs="+", type=_path, help="各科室填好的工作簿"
    )
    merge.add_argument(
        "-o", dest="out", metavar="facts.xlsx", type=_path, required=True, help="存到这里：.xlsx"
    )


def _draft(commands: _Commands) -> None:
    draft = _command(commands, "draft", "按事实表和往年材料起草，并核对")
    draft.add_argument("sheet", metavar="SHEET", type=_path, help=f"事实表（{_SHEETS}）")
    draft.add_argument(
        "-o", dest="out", metavar="DIR", type=_path, required=True, help="草稿放进这个文件夹"
    )
    _takes_library(draft)
    draft.add_argument(
        "--writer",
        choices=("template", "model"),
        default="template",
        metavar="W",
        help="写作方式：template 按规则写，不用模型（默认），\nmodel 由 NIGAO_MODEL 指定的模型写",
    )
    draft.add_argument("--like", default="", metavar="REPORT", help="参照的材料：库中编号或文件")
    draft.add_argument("--kind", default="", metavar="K", help="文种，代替事实表里写的")
    draft.add_argument(
        "--holes",
        choices=("required", "keep", "drop"),
        default="required",
        metavar="H",
        help="没有数的地方：required 必写的留待补（默认），\nkeep 都留，drop 都不留",
    )
    draft.add_argument(
        "--jobs", type=count, default=1, metavar="N", help="同时写几节（默认1；用模型时才快些）"
    )
    draft.add_argument(
        "--outline", action="store_true", help="先请模型排一遍提纲再分节写（用于 --writer model）"
    )
    draft.add_argument("--resume", action="store_true", help="材料都没变时沿用已写好的")


def _batch(commands: _Commands) -> None:
    batch = _command(commands, "batch", "按许多事实表批量起草，一份不成不碍其他")
    batch.add_argument(
        "paths", metavar="PATH", nargs="+", type=_path, help="事实表文件，或装着事实表的文件夹"
    )
    batch.add_argument(
        "-o", dest="out", metavar="DIR", type=_path, required=True, help="每份稿放进它下面的文件夹"
    )
    _takes_library(batch)
    batch.add_argument(
        "--writer", default="template", metavar="W", help="写作方式：template（默认）或 model"
    )
    batch.add_argument(
        "--jobs", type=count, default=1, metavar="N", help="同时写几份；用模型时是同时问几次"
    )
    batch.add_argument("--resume", action="store_true", help="只补没写成的和材料变了的")
    batch.add_argument("--cluster", default="", metavar="ADDRESS", help="交给这个 Dask 集群完成")
    _takes_json(batch)


def _check(commands: _Commands) -> None:
    check = _command(commands, "check", "核对文稿，不改动它")
    check.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=_path,
        help="文稿（.docx、.md、.txt），或 draft.json",
    )
    check.add_argument("--facts", metavar="SHEET", type=_path, help="对照的事实表")
    check.add_argument("--kind", metavar="K", help="文种，不推断")
    check.add_argument(
        "--past",
        action="append",
        default=[],
        metavar="REPORT",
        help="对照的往年材料：库中编号或文件；可写几次",
    )
    check.add_argument("--html", metavar="OUT", type=_path, help="另存一页：文稿和检查意见左右对照")
    check.add_argument(
        "--fix",
        metavar="OUT",
        type=_path,
        help="另存改过的文稿：只改标点等机械错误，不动数字；\n.docx 里是修订，可逐条接受",
    )
    check.add_argument(
        "--together", action="store_true", help="几份同年的材料互相对照：同一个数是否一致"
    )
    _takes_json(check)


def _export(commands: _Commands) -> None:
    export = _command(commands, "export", "把 draft.json 另存为 Word、PDF、网页或 Markdown")
    export.add_argument("draft", metavar="draft.json", type=_path, help="nigao draft 写出的草稿")
    export.add_argument(
        "-o",
        dest="out",
        metavar="X",
        type=_path,
        required=True,
        help="存到这里：.docx、.pdf（要有 LibreOffice）、.html 或 .md",
    )
    export.add_argument("--clean", action="store_true", help="上报的清稿：不带批注、依据和文件属性")
    export.add_argument(
        "--public", action="store_true", help="对外的稿子：保密事实和 --mask 点名的事实隐去为 **"
    )
    export.add_argument("--mask", metavar="F3,F5", type=_ids, default=(), help="另外要隐去的事实")
    export.add_argument("--large", action="store_true", help="朗读大字版（小二号，供讲话用）")
    export.add_argument("--fonts", choices=("gb2312", "windows"), default="gb2312", help="字体名")
    export.add_argument("--layout", metavar="FILE", type=_path, help="本单位的版式（.yaml）")
    export.add_argument("--tables", action="store_true", help="附上主要指标情况表")


def _revise(commands: _Commands) -> None:
    revise = _command(commands, "revise", "只改草稿的一节，其余一字不动；每一版都留着")
    revise.add_argument("folder", metavar="DIR", type=_path, help="nigao draft 写出的文件夹")
    revise.add_argument(
        "--section",
        default="",
        metavar="S",
        help="哪一节：编号 2.3、标题、序号 二（三），或 开头、结尾",
    )
    for act, about in (
        ("redo", "按事实表重写；人写的、锁定的句子不动"),
        ("lock", "锁定，重写时不动"),
        ("unlock", "解锁"),
        ("shorten", "缩短约两成：先删评价、列举、备用可写的，\n必写的不删；用模型就写短些"),
        ("lengthen", "把为控制字数删去的补回约两成；用模型就写长些"),
        ("undo", "撤销上一次修改，回到前一版"),
    ):
        # A group of exclusive options would make one usage line too long for a terminal.
        revise.add_argument(
            f"--{act}", action="append_const", const=act, dest="acts", default=[], help=about
        )
    revise.add_argument("--fill", nargs=2, metavar=("N", "VALUE"), help="把待补N填上这个值")
    revise.add_argument(
        "--name",
        choices=("初稿", "征求意见稿", "送审稿", "定稿"),
        metavar="N",
        help="把现在这版定为 初稿、征求意见稿、送审稿 或 定稿",
    )
    revise.add_argument("--versions", action="store_true", help="列出各版")
    revise.add_argument(
        "--compare", nargs=2, metavar=("A", "B"), help="B版比A版改了什么，用版号或版名"
    )
    revise.add_argument(
        "--edited", metavar="FILE", type=_path, help="先读回这份在 Word 里改过的稿子"
    )
    revise.add_argument(
        "--by", dest="who", default="执笔人", metavar="WHO", help="谁锁定（默认执笔人）"
    )
    _takes_library(revise)
    revise.add_argument(
        "--like", default="", metavar="REPORT", help="起草时参照的材料，库里没有时用"
    )
    revise.add_argument(
        "--writer", choices=("template", "model"), default="template", metavar="W", help="谁来重写"
    )
    _takes_json(revise)


def _return(commands: _Commands) -> None:
    back = _command(commands, "return", "把在 Word 里改过的稿子读回来，列出改了什么、数对不对")
    back.add_argument("edited", metavar="EDITED.docx", type=_path, help="改过的稿子")
    back.add_argument(
        "-o", dest="out", metavar="draft.json", type=_path, required=True, help="读回的草稿存到这里"
    )
    _takes_draft(back)
    back.add_argument("--facts", metavar="SHEET", type=_path, help="对照的事实表，代替起草时的")


def _refresh(commands: _Commands) -> None:
    refresh = _command(commands, "refresh", "数变了：只改稿中变了的数，留修订痕迹")
    refresh.add_argument("edited", metavar="EDITED.docx", type=_path, help="改过的稿子")
    refresh.add_argument(
        "--facts", metavar="NEW", type=_path, required=True, help=f"新的事实表（{_SHEETS}）"
    )
    refresh.add_argument(
        "-o", dest="out", metavar="OUT.docx", type=_path, help="存到这里（默认原名加“-更新”）"
    )
    _takes_draft(refresh)


def _opinions(commands: _Commands) -> None:
    opinions = _command(commands, "opinions", "汇总各稿的批注和修订，做成意见采纳情况表")
    opinions.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=_path,
        help="各稿；名字含 初稿、征求意见稿、送审稿、定稿，\n不含的按先后算；由最后一稿看采纳没有",
    )
    opinions.add_argument(
        "-o",
        dest="out",
        metavar="X",
        type=_path,
        required=True,
        help="存到这里：.docx、.xlsx 或 .md",
    )


def _doctor(commands: _Commands) -> None:
    doctor = _command(commands, "doctor", "看看这台机器上什么能用、什么不能用，该怎么办")
    _takes_library(doctor)
    doctor.add_argument(
        "--endpoint",
        action="store_true",
        help="试连所设的模型和向量服务，各发一句与本单位无关的话；不加就不联网",
    )
    _takes_json(doctor)


def _takes_draft(parser: Parser) -> None:
    parser.add_argument(
        "--draft", metavar="draft.json", type=_path, help="起草时的草稿（清稿里没有依据时要用）"
    )


def _command(commands: _Commands, name: str, about: str) -> Parser:
    return commands.add_parser(name, help=about, description=f"{about}。")


def _takes_library(parser: Parser) -> None:
    parser.add_argument(
        "--library", metavar="DIR", type=_path, help="材料库的文件夹（默认在用户数据文件夹里）"
    )


def _takes_json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="标准输出上只印一个 JSON")


def _ids(text: str) -> tuple[str, ...]:
    return tuple(each for each in text.replace("，", ",").replace("、", ",").split(",") if each)


def _path(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("路径不能是空的")
    return Path(text)
