"""Pages that bar the way: a firewall's notice, a check of the browser, a login, a form that wants filling in."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from newscrawl.extract.document import Document
from newscrawl.extract.element import Element, text_of
from newscrawl.extract.glance import Glance, look
from newscrawl.extract.markup import tidy
from newscrawl.extract.page import Article, Says
from newscrawl.extract.phrases import kind_of
from newscrawl.extract.scan import is_comment

INCIDENT = re.compile(
    r"(?:support|event|incident|reference|request|transaction|ray|rule)\s?(?:id|no|number|#)|detect(?:ed|ion)?\s?(?:time|url|client)|"
    r"(?:client|your|접속|차단|탐지|사용자|귀하의|고객님의)\s?(?:IP|아이피)|(?:차단|탐지|사건|오류|요청|접속)\s?(?:시간|시각|일시|사유|코드|번호|ID|URL)",
    re.IGNORECASE,
)
"""What firewalls note beneath their message, for those who ask why."""

LITTLE = 60
"""Characters of prose and of links in a page that holds nothing to read."""

CHECKS_BROWSER = re.compile(r"document\.cookie\s*=[^<]{0,2000}?location\.reload\s*\(", re.DOTALL)
SENDS_FORM = re.compile(r"\.submit\s*\(\s*\)")
TO_LOGIN = re.compile(r"sso|login|logon|signin|auth|saml|oauth", re.IGNORECASE)
LOGIN_TITLE = re.compile(
    r"^(?:회원\s?)?(?:로그인|login|log in|sign in)(?:\s?페이지|\s?하기)?(?:\s*[-|:>·ㅣ].*)?$", re.IGNORECASE
)
LOGIN_ADDRESS = re.compile(
    r"^[^?#]*/[^/?#]*(?:log|sign)[-_]?(?:in|on)[^/?#]*(?:[?#]|$)|[?&]act=dispMemberLoginForm", re.IGNORECASE
)
"""Where a site sends those who are to log in first: /bbs/login.php?url=…, /member/loginForm.do."""

FEWEST_QUESTIONS, MANY_QUESTIONS = 3, 5
"""Fields that no form for a comment has, where the page names no writer and where it does."""
LONGEST_FOREWORD = 900
"""Characters of text around a form that is the page's purpose."""

MOST_FIELDS = 500
SAYS_ARTICLE = re.compile(r"""og:type["']\s+content\s*=\s*["']article|"@type"\s*:\s*"(?:News)?Article""", re.IGNORECASE)


def is_firewall(document: Document, says: Says) -> bool:
    """Whether a page that speaks of being blocked is the firewall's own: it names the incident, and no writer."""
    if says.kind != "blocked" or document.root is None:
        return False
    seen = look(document.root)
    if not seen.is_thin or seen.labels & {"author", "views"}:
        return False
    marks = sum(INCIDENT.search(text) is not None for text, _ in seen.lines)
    heading = next((text for text, heading in seen.lines if heading), seen.lines[0][0] if seen.lines else "")
    return marks >= 2 or (marks == 1 and kind_of(heading) == "blocked")


def checks_browser(document: Document, seen: Glance) -> bool:
    """Whether a page with nothing to read sets a cookie and loads itself again: only a browser passes."""
    return _is_bare(seen) and CHECKS_BROWSER.search(document.html) is not None


def is_login(document: Document, seen: Glance) -> str | None:
    """The words of a page that is a login and nothing else, or sends its reader to one by a form; None for another."""
    root = document.root
    if root is None:
        return None
    title = tidy(root.findtext(".//title") or "")
    if seen.login_form and not seen.dates:
        headings = [text for text, is_heading in seen.lines if is_heading]
        is_named = LOGIN_TITLE.match(title) or (headings and all(LOGIN_TITLE.match(each) for each in headings))
        if LOGIN_ADDRESS.search(document.url) or (is_named and seen.prose < LITTLE):
            return title or (headings[0] if headings else urlsplit(document.url).path)
    if _is_bare(seen) and SENDS_FORM.search(document.html) is not None:
        action = next((each.get("action") or "" for each in root.iter("form")), "")
        return title or action if TO_LOGIN.search(action) else None
    return None


def _is_bare(seen: Glance) -> bool:
    return seen.prose < LITTLE and seen.linked < LITTLE


def questions_in(document: Document, article: Article) -> int:
    """How many questions the page asks in a form that is its purpose: a survey, an application; 0 for a post."""
    root = document.root
    if root is None or article.views is not None:
        return 0
    if len(article.body_text) > LONGEST_FOREWORD:
        return 0
    most = max((_questions(form) for form in islice(root.iter("form"), MOST_FIELDS)), default=0)
    if most < (FEWEST_QUESTIONS if article.author is None else MANY_QUESTIONS):
        return 0
    return 0 if SAYS_ARTICLE.search(document.html) else most


def _questions(form: Element) -> int:
    """The fields of a form that a person answers: boxes to tick count once for each question."""
    if any(
        is_comment(f"{each.get('class') or ''} {each.get('id') or ''}")
        for each in (form, *islice(form.iterancestors(), 4))
    ):
        return 0
    asked = set()
    for at, field in enumerate(islice(form.iter("input", "textarea", "select"), MOST_FIELDS)):
        kind = (field.get("type") or "text").lower() if field.tag == "input" else field.tag
        if kind in {"text", "email", "tel", "number", "date", "radio", "checkbox", "file", "textarea", "select"}:
            asked.add(field.get("name") or str(at))
    buttons = " ".join(text_of(each) or each.get("value") or "" for each in islice(form.iter("button", "input"), 50))
    return 0 if re.search("검색|조회|search", buttons) else len(asked)
