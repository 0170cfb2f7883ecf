"""What Korean articles carry at their ends besides the text: bylines, publishers, sources, copyright lines.

A repost on a board keeps the frame of the page it was copied from. It tells who wrote and published the text and is
no part of it. Only the first line's opening and whole lines at the end are taken off; the middle stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newscrawl.extract.markup import tidy
from newscrawl.extract.people import JOBS, people_in, signed_by

NAME = r"[가-힣]{2,4}"
MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
BYLINE = re.compile(
    rf"^[/\[(<【■▶=\s]*(?:글|사진|취재|글[·/,]\s?사진|영상편집|[가-힣A-Za-z0-9·\s]{{1,18}}[=/|])?\s*[:=]?\s*"
    rf"(?:[가-힣A-Za-z0-9]{{1,12}}[=\s]\s*)?({NAME})\s?(?:[가-힣]{{1,8}}\s?)?({JOBS})"
    rf"(?:\s?[·,/]\s?{NAME}\s?(?:{JOBS})?)*\s*[\])>】/=]?\s*(?:[(<\[]?\s*{MAIL}\s*[)>\]]?)?\s*[\])>】/]?\s*$"
)
MAIL_LINE = re.compile(rf"^(?:({NAME})\s?(?:{JOBS})?\s*)?[(\[<]?\s*{MAIL}\s*[)\]>]?(?:\s*,\s*{MAIL})*\s*$")
SIGNED = re.compile(
    rf"^[A-Za-z가-힣0-9]{{2,10}}\s({NAME})\s?(?:{JOBS})?\s?[(\[<]\s*{MAIL}\s*[)\]>]$"
)  # «소식 이도담 (mail)»
MAILED = re.compile(rf"^[^.!?]{{0,24}}{MAIL}(?:\s({NAME})\s?(?:{JOBS}))?$")
DATELINE = re.compile(
    rf"^\s*(?:[\[(【<]\s*(?P<where>[^\])】>=]{{1,24}}?)\s*[=＝ㆍ·/]\s*(?P<publisher>[^\])】>]{{1,20}})\s*[\])】>]|"
    rf"[\[(【<]\s*(?P<alone>[^\])】>=]{{2,20}})\s*[\])】>])\s*"
    rf"(?:(?P<author>{NAME})(?P<more>(?:\s?[,·]\s?{NAME})*)\s?(?:{JOBS})?(?:\s?[,·]\s?{NAME}\s?(?:{JOBS}))*)?\s*(?:[=＝]\s*|(?<=[\])】>])\s)"
)
COPYRIGHT = re.compile(
    r"ⓒ|©|\(c\)\s|저작권자|저작권은 .{1,20}에 있|무단\s?(?:전재|복제|배포)|재배포\s?(?:금지|를 금)|copyrights?\b|all rights reserved|AI\s?학습.{0,12}금지",
    re.IGNORECASE,
)
COPYRIGHT_NAME = re.compile(
    r"(?:ⓒ|©|\(c\)|저작권자\s?[ⓒ©:]?|copyrights?\s*(?:ⓒ|©|\(c\))?)\s*(?:\d{4}[.\s]*)?['‘“\"<\[(]?\s*([^,.|/·'’”\"<>\[\]()ⓒ©\d][^,.|/'’”\"<>\[\]()ⓒ©]{1,24}?)\s*['’”\"\]>)]?\s*"
    r"(?:[,.|/(\-]|무단|재배포|all\b|\.?\s*$)",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"^[\[(<【※▶\s]*(?:출처|자료\s?출처|기사\s?출처|원문|기사\s?원문|원문\s?(?:보기|링크|주소)|원본|원글|기사\s?링크|기사\s?전문|전문|링크|source|via)"
    r"(?=[\])>】\s:：=-]|$)[\])>】]?\s*[:：=\-]*\s*(?P<value>.*)$",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://[^\s<>\"'\])]+")
PROMOTION = re.compile(
    r"^[▶☞►◆■●▷→※★◇○◎ㅁ\-<\[【#'‘\"“\s]*(?:관련\s?기사|관련기사|이 기사|주요\s?기사|많이 본|인기\s?기사|추천\s?기사|제보|\[?(?:전화|메일|카카오톡)\]|카카오톡|카톡|네이버|유튜브|구독|페이스북|"
    r"텔레그램|이메일\s?[:\]]|전화\s?:|홈페이지|뉴스홈|기사제보|보도자료|바로\s?가기|지금 .{0,20}구독|당신의 제보|.{0,30}구독하기|.{0,25}채널 .{0,6}추가|"
    r".{0,30}네이버.{0,12}(?:구독|메인|채널)|.{0,30}기사 (?:더|모아) ?보기|해당 기사는|본 기사는 .{0,40}(?:제공|작성)|.{0,20}앱 다운)",
)
# What buttons and menus inside a text's box say; it stands on lines of its own, anywhere.
BUTTONS = re.compile(
    r"^(?:이미지\s?(?:확대|크게)\s?보기|(?:기사\s?)?(?:URL|주소)이?\s?(?:가\s)?복사(?:되었습니다|하기)?\.?|공유(?:하기)?|인쇄(?:하기)?|스크랩(?:하기)?|"
    r"(?:글자|폰트|본문)\s?(?:글자\s?)?크기\s?.{0,12}|가|확대|축소|닫기|더보기|구독(?:하기)?|기사\s?공유하기|본문\s?듣기|음성으로\s?듣기|"
    r"번역\s?(?:설정|beta)?|advertisement|광고|AD|사진\s?확대(?:보기)?|크게보기|텍스트\s?음성\s?변환\s?서비스.{0,12}|기사\s?(?:제보|저장)|요약보기|"
    r"당신이 관심 있을 만한 이슈|관심\s?기사|댓글달기|좋아요\s?\d*|화나요\s?\d*|슬퍼요\s?\d*|이전\s?이미지|다음\s?이미지)$",
    re.IGNORECASE,
)
BULLETS = re.compile(r"[-·•ㆍ|/▶☞\s]+")  # what stood before links that are gone
ARROW = re.compile(r"^[▶☞►▷→]\s*\S")
STAMPS = re.compile(
    r"^\(?(?:END|끝)\)?$|^[\d./\-: ]{8,20}(?:송고|입력|등록|승인)$|^[\[(<]?\s*(?:(?:기사\s?)?(?:입력|등록|승인|수정|최종\s?수정|송고|업데이트|작성|게재|발행)(?:일|시간|일시)?\s*[:：]?\s*[\d.\-/년월일시분초:\s오전후()]{8,30}[|,/·\s]*)+[\])>]?$"
)
PUBLISHER_WORDS = (
    "연합뉴스 뉴스1 뉴시스 조선일보 중앙일보 동아일보 한겨레 경향신문 한국일보 국민일보 서울신문 세계일보 문화일보 매일경제 한국경제 "
    "조선비즈 머니투데이 이데일리 아시아경제 서울경제 파이낸셜뉴스 헤럴드경제 아주경제 디지털타임스 전자신문 노컷뉴스 오마이뉴스 "
    "프레시안 미디어오늘 시사IN 시사저널 주간조선 KBS SBS MBC JTBC YTN MBN TV조선 채널A 연합뉴스TV 블로터 지디넷코리아 ZDNet 비즈워치 "
    "더팩트 쿠키뉴스 데일리안 위키트리 인사이트 허핑턴포스트 디스패치 스포츠서울 스포츠조선 스포츠동아 일간스포츠 OSEN 마이데일리 "
    "엑스포츠뉴스 텐아시아 스타뉴스 뉴스엔 헤럴드POP 조선닷컴 한경닷컴 매경 한경 머니S 뉴스핌 부산일보 국제신문 매일신문 대구신문 "
    "강원일보 광주일보 전남일보 경인일보 인천일보 제주일보 한라일보 코리아헤럴드 코리아타임스 로이터 AP AFP 블룸버그 CNN BBC"
)
PUBLISHERS = frozenset(PUBLISHER_WORDS.split())
PUBLISHER_SHAPE = re.compile(
    r"^(?:the\s)?[가-힣A-Za-z0-9·.&\s]{1,14}(?:일보|신문|뉴스|경제|방송|타임스|타임즈|투데이|비즈|미디어|저널|통신|데일리|헤럴드|스포츠|닷컴|매거진|"
    r"포스트|TV|티비|리뷰|프레스|인사이트|이코노미|플러스|뉴스룸|라디오)$",
    re.IGNORECASE,
)
OWNED = re.compile(r"ⓒ|©|\(c\)|저작권자|copyright", re.IGNORECASE)
NO_COPIES = re.compile(r"무단\s?(?:전재|복제|배포)|재배포|all rights reserved", re.IGNORECASE)
LONGEST_COPYRIGHT = 120
LISTED, MANY_LISTED = tuple("△▲◇◆○◎"), 3  # marks of entries; with so many the text is a list: [인사], [부고]
LONGEST_BUTTON = 30
OPENING = 4  # lines among which the one with the place and the writer stands: a subtitle may come first
FIRST_BYLINES = 2  # lines before a text that say who wrote it
MAX_TAIL = 12  # lines; what is longer is text


@dataclass(slots=True)
class Trimmed:
    """A text without its frame, and what the frame said."""

    text: str
    author: str | None = None
    publisher: str | None = None
    source: str | None = None
    source_url: str | None = None


def publisher_of(text: str | None) -> str | None:
    """The publisher that a short text names, or None where it names none."""
    name = tidy(text or "").strip("[]()<>【】ⓒ©=-–—.·/| '\"‘’“”")
    if not 2 <= len(name) <= 24:
        return None
    return name if name in PUBLISHERS or PUBLISHER_SHAPE.match(name) else None


def trim_frame(text: str) -> Trimmed:
    """Take bylines, sources, publishers and copyright lines off a text's ends."""
    trimmed = Trimmed(text)
    lines = [line for line in text.split("\n") if len(line) > LONGEST_BUTTON or not BUTTONS.match(line.strip())]
    _trim_end(lines, trimmed)
    _trim_start(lines, trimmed)
    trimmed.text = "\n".join(lines).strip("\n").strip()
    return trimmed


def _trim_end(lines: list[str], trimmed: Trimmed) -> None:
    _cut_behind_copyright(lines)
    promoted = 0
    listed = sum(line.lstrip()[:1] in LISTED for line in lines) >= MANY_LISTED
    for _ in range(MAX_TAIL):
        while lines and not lines[-1].strip():
            lines.pop()
        if len(lines) < 2:
            return
        line = lines[-1].strip()
        if len(line) > 200 or not _is_frame(line, lines[-2].strip(), trimmed, promoted, listed):
            return
        promoted += bool(ARROW.match(line))
        lines.pop()


def _cut_behind_copyright(lines: list[str]) -> None:
    """Take off what stands behind the line that ends every article of a publisher, where that is no text: its other news."""
    for at in range(len(lines) - 1, 0, -1):
        if len(lines[at]) <= LONGEST_COPYRIGHT and OWNED.search(lines[at]) and NO_COPIES.search(lines[at]):
            behind = sum(len(line) for line in lines[at + 1 :] if line.rstrip().endswith("."))
            if 2 * behind < sum(map(len, lines[:at])):
                del lines[at + 1 :]
            return


def _sign(trimmed: Trimmed, people: list[str]) -> None:
    """Note who signed; lines are read from the last one up."""
    known = trimmed.author.split(", ") if trimmed.author else []
    trimmed.author = ", ".join(dict.fromkeys([*people, *known])) or None


def _is_frame(line: str, above: str, trimmed: Trimmed, promoted: int, listed: bool) -> bool:
    """Whether a text's last line is none of it.

    `above` is the line before: in a list of people none is a byline. `listed` says that the text's own lines begin with marks.
    """
    if BYLINE.match(line) or MAIL_LINE.match(line):
        _sign(trimmed, people_in(line))
        return True
    if (people := signed_by(line)) and not signed_by(above):
        _sign(trimmed, people)
        return True
    if match := SIGNED.match(line) or MAILED.match(line):
        trimmed.author = trimmed.author or match[1]
        return True
    if (match := SOURCE.match(line)) and len(line) < 160:
        value = match["value"].strip(" []()<>")
        if not value and not line.startswith(("[", "(", "출처")):
            return False
        if address := ADDRESS.search(value):
            trimmed.source_url = trimmed.source_url or address[0]
            value = ADDRESS.sub("", value).strip(" ()[]|-:")
        if len(value) > 60:
            return False
        trimmed.source = trimmed.source or value or None
        trimmed.publisher = trimmed.publisher or publisher_of(value)
        return True
    if STAMPS.match(line) or BULLETS.fullmatch(line):
        return True
    if COPYRIGHT.search(line) and len(line) <= 120:
        if owner := COPYRIGHT_NAME.search(line):
            trimmed.publisher = trimmed.publisher or tidy(owner[1])
        return True
    if ADDRESS.fullmatch(line) and trimmed.source_url is None:
        trimmed.source_url = line
        return True
    if PROMOTION.match(line) and len(line) < 90:
        return True
    if ARROW.match(line) and not listed and len(line) < 70 and (promoted or not line.endswith((".", "다"))):
        return True
    if name := publisher_of(line):
        trimmed.publisher = trimmed.publisher or name
        return True
    return False


def _trim_start(lines: list[str], trimmed: Trimmed) -> None:
    while lines and not lines[0].strip():
        lines.pop(0)
    for _ in range(FIRST_BYLINES):
        line = lines[0].strip() if len(lines) > 1 else ""
        if not BYLINE.match(line) and (not signed_by(line) or signed_by(lines[1])):
            break
        trimmed.author = trimmed.author or ", ".join(people_in(line) or signed_by(line)) or None
        lines.pop(0)
        while lines and not lines[0].strip():
            lines.pop(0)
    if not lines:
        return
    for at, line in enumerate(lines[:OPENING]):
        match = DATELINE.match(line)
        if (
            match is None
            or not (match["author"] or match["publisher"] or "기자" in match[0])
            or len(line) <= match.end()
        ):
            continue
        publisher = publisher_of(match["publisher"] or match["alone"])
        people = people_in(match[0], signed=match["author"] is None)
        if publisher is None and people and match["where"]:  # «[솔뉴스=잠실, 이도담 기자]»
            publisher = publisher_of(match["where"])
        if publisher or people or match["author"]:
            trimmed.author = trimmed.author or ", ".join(people) or match["author"]
            trimmed.publisher = trimmed.publisher or publisher
            lines[at] = line[match.end() :].lstrip()
            return
