"""Small PDF files with a Chinese text layer, written by hand."""

from __future__ import annotations

from collections.abc import Sequence

# x and y in points from the lower left corner, size in points, text.
Print = tuple[float, float, float, str]

BODY_LEFT, BODY_TOP, SIZE, PITCH, COLUMNS = 90.0, 700.0, 16.0, 28.0, 26


def pdf(pages: Sequence[Sequence[Print]], *, image: bool = False) -> bytes:
    """A PDF that paints these words; with ``image`` every page holds a picture too."""
    contents = [_content(page) for page in pages]
    return pdf_of(contents, image=image)


def pdf_of(contents: Sequence[bytes], *, image: bool = False) -> bytes:
    """A PDF of pages with these drawing commands."""
    first = 6
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream",
    ]
    picture = b" /XObject << /I 5 0 R >>" if image else b""
    for at, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R"
            b" >>%s >> /Contents %d 0 R >>" % (picture, first + 2 * at + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def set_in_rows(
    paragraphs: Sequence[str], *, foot: str = "— {} —", head: str = ""
) -> list[list[Print]]:
    """Pages of body text as an office prints it: two characters indented, 22 rows a page."""
    rows = [row for paragraph in paragraphs for row in _rows(paragraph)]
    pages: list[list[Print]] = []
    for at in range(0, len(rows), 22):
        page: list[Print] = [(BODY_LEFT, 780.0, 9.0, head)] if head else []
        page += [
            (x, BODY_TOP - PITCH * down, SIZE, text)
            for down, (x, text) in enumerate(rows[at : at + 22])
        ]
        page.append((280.0, 40.0, 14.0, foot.format(len(pages) + 1)))
        pages.append(page)
    return pages


def _rows(paragraph: str) -> list[tuple[float, str]]:
    first, rest = paragraph[: COLUMNS - 2], paragraph[COLUMNS - 2 :]
    rows = [(BODY_LEFT + 2 * SIZE, first)]
    return rows + [(BODY_LEFT, rest[at : at + COLUMNS]) for at in range(0, len(rest), COLUMNS)]


def _content(page: Sequence[Print]) -> bytes:
    return b"\n".join(
        b"BT /F %g Tf %g %g Td <%s> Tj ET" % (size, x, y, text.encode("utf-16-be").hex().encode())
        for x, y, size, text in page
    )


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + end
        % (
            len(objects) + 1,
            len(out),
        )
    )
