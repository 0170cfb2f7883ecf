"""File names and sizes as pages show them."""

from __future__ import annotations

import pytest

from newscrawl.extract.attachments import file_name, size_of
from tests.article.pages import GNUBOARD_LIKE, MARKUP, read


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("배치도.pdf (38.5K)", "배치도.pdf"),
        ("첨부파일 : 1. 공고문(최종).hwp [1.2 MB]", "1. 공고문(최종).hwp"),
        ("보도자료 원문.hwpx 다운로드", "보도자료 원문.hwpx"),
        ("2026.10.02 회의록.xlsx", "2026.10.02 회의록.xlsx"),
        ("a.tar.gz", "a.tar.gz"),
        ("미리보기", None),
        (".pdf", None),
        ("www.example.com", None),
    ],
)
def test_a_name_is_read_alone(text: str, name: str | None) -> None:
    assert file_name(text) == name


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("(38.5K)", 39424),
        ("[1.2 MB]", 1258291),
        ("File Size:69Bytes/Download:3", 69),
        ("1,204KB", 1232896),
        ("2GB", 2147483648),
        ("", None),
        ("3회 다운로드", None),
    ],
)
def test_a_size_is_read_in_bytes(text: str, size: int | None) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize(
    "files",
    [
        '<ul class="files"><li><a href="/f/1">배치도.pdf</a></li></ul>',
        '<dl><dt>첨부파일</dt><dd><a href="javascript:down(1)">배치도.pdf</a></dd></dl>',
        "<div><button onclick=\"location.href='/download?f=1'\">배치도.pdf</button></div>",
        '<p><a href="/upload/배치도.pdf">내려받기</a></p>',
        '<p><a href="/FileDown.do?id=1" title="배치도.pdf">다운로드</a></p>',
        '<ul class="p-attach"><li><a href="./down.do?n=1"><span>pdf 문서</span><span>배치도.pdf</span></a><a href="/view">미리보기</a></li></ul>',
    ],
)
def test_files_are_found_in_every_shape(files: str) -> None:
    html = GNUBOARD_LIKE.replace("{text}", MARKUP).replace("</article>", f"{files}</article>")
    assert [file.name for file in read(html).attachments] == ["배치도.pdf"]
