"""How Word writes a list's number in each of its forms (ISO/IEC 29500-1, clause 17.18.59)."""

from __future__ import annotations

from corpus.numbering import chinese_number

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_COUNTING = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "koreanCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_DIGITAL = {"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"}
_ENCLOSED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
_LETTERS = 26
# No heading counts higher; what does is read as Arabic digits.
_MOST = 999


def written(value: int, form: str) -> str:
    """``value`` as Word shows it in ``form`` (w:numFmt); a form not known is in Arabic digits."""
    if not 0 < value <= _MOST:
        return str(value)
    if form in _COUNTING:
        return _counted(value)
    if form in _DIGITAL:
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if form == "chineseLegalSimplified":
        return _counted(value).translate(str.maketrans(f"{_DIGITS}十百", f"{_FORMAL}拾佰"))
    if form in _ENCLOSED and value <= 20:
        return chr(ord("①") + value - 1)
    return _latin(value, form) or _cyclic(value, form) or str(value)


def _counted(value: int) -> str:
    """一百零三, 一百一十: as Chinese counts, beyond a hundred too."""
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return chinese_number(value)
    tail = f"零{_DIGITS[rest]}" if 0 < rest < 10 else chinese_number(rest)
    return f"{_DIGITS[hundreds]}百{'一' if 10 <= rest < 20 else ''}{tail}"


def _latin(value: int, form: str) -> str:
    match form:
        case "upperLetter" | "lowerLetter":
            repeat, at = divmod(value - 1, _LETTERS)
            text = chr(ord("A") + at) * (repeat + 1)
        case "upperRoman" | "lowerRoman":
            text = _roman(value)
        case "decimalZero":
            return f"{value:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        case _:
            return ""
    return text.lower() if form.startswith("lower") else text


def _roman(value: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        text += sign * count
    return text


def _cyclic(value: int, form: str) -> str:
    signs = {"ideographTraditional": _STEMS, "ideographZodiac": _BRANCHES}.get(form, "")
    return signs[(value - 1) % len(signs)] if signs else ""
