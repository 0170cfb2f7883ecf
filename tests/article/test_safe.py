"""Nothing that runs comes through a title or a text: the kinds of attack that public cheat sheets list."""

from __future__ import annotations

import re

import pytest
from lxml.html import fromstring

from newscrawl.extract.body import read_body
from tests.article.pages import GNUBOARD_LIKE, TITLE, read

ATTACKS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    "<img/src='x'/onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<img src=' &#14;  javascript:alert(1);'>",
    "<img lowsrc='javascript:alert(1)' dynsrc='javascript:alert(1)'>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text x=20 y=20>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&#x09;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    '<a href="//evil.example" onclick="alert(1)" onmouseover=\'alert(1)\'>x</a>',
    "<a style='background:url(javascript:alert(1))'>x</a>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<embed src='data:text/html,<script>alert(1)</script>'>",
    "<form action='javascript:alert(1)'><input type=submit formaction='javascript:alert(1)'></form>",
    "<button onclick=alert(1)>x</button>",
    "<body onload=alert(1)>",
    "<link rel=stylesheet href='javascript:alert(1)'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<xss style='behavior:url(x.htc)'>x</xss>",
    "<table background='javascript:alert(1)'><td background='javascript:alert(1)'>x</td></table>",
    "<video src=x onerror=alert(1)><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<isindex action=javascript:alert(1) type=image>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<img alt='\"><script>alert(1)</script>' src='/a.png'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<<script>script>alert(1)<</script>/script>",
)
ALLOWED = re.compile(r"^(?:href|src|alt|rel|colspan|rowspan|start)$")


def assert_nothing_runs(html: str) -> None:
    for element in fromstring(f"<div>{html}</div>").iter():
        assert element.tag not in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "link",
            "meta",
            "base",
        )
        for name, value in element.attrib.items():
            assert ALLOWED.match(str(name))
            if name in ("href", "src"):
                assert str(value).startswith(("http://", "https://", "mailto:", "tel:", "data:image/"))
                assert "svg" not in str(value)[:20]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_from_a_text(attack: str) -> None:
    box = fromstring(f"<div><p>본문</p>{attack}<p>끝</p></div>")
    assert_nothing_runs(read_body(box, "https://board.example.kr/free/31").html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_from_a_whole_page(attack: str) -> None:
    found = read(GNUBOARD_LIKE.replace("{text}", f"<p>본문이다. 길게 쓴다.</p>{attack}<p>끝이다.</p>"))
    assert_nothing_runs(found.body_html)


def test_a_title_is_text_and_never_markup() -> None:
    html = GNUBOARD_LIKE.replace(TITLE, "&lt;script&gt;alert(1)&lt;/script&gt; 제목 &amp;nbsp;").replace(
        "{text}", "<p>본문이다.</p>"
    )
    assert read(html).title == "<script>alert(1)</script> 제목 &nbsp;"


def test_a_picture_may_be_inside_its_address() -> None:
    box = fromstring("<div><img src='data:image/png;base64,iVBORw0KGgo='></div>")
    assert "data:image/png;base64,iVBORw0KGgo=" in read_body(box, "https://x.kr/").html
