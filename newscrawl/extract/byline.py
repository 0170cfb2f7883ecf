"""What Korean articles carry at their ends besides the text: bylines, publishers, sources, copyright lines.

A repost on a board keeps the frame of the page it was copied from. It tells who wrote and published the text and is
no part of it. Only the first line's opening and whole lines at the end are taken off; the middle stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newscrawl.extract.markup import tidy

JOBS = (
    "기자|선임기자|전문기자|인턴기자|수습기자|객원기자|사진기자|특파원|통신원|논설위원|논설실장|편집위원|(?<=\\s)대기자|앵커|아나운서|"
    "리포터|PD|피디|에디터|칼럼니스트|평론가|기상캐스터|해설위원"
)
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
INSIDE = re.compile(
    rf"^\s*[\[(【<]\s*(?P<publisher>[^\])】>=,]{{1,20}})\s*=\s*[^\])】>,]{{1,12}}[,\s]\s*(?P<author>{NAME})\s?(?:{JOBS})\s*[\])】>]\s*"
)
"""«[소식=장충, 이도담 기자] »: publisher, place and writer in one bracket."""

PERSON = re.compile(
    rf"(?<![가-힣])({NAME})(?:\s[가-힣]{{1,6}}(?=[가-힣]{{2}}))?\s?(?:{JOBS})(?![가-힣])|(?<![가-힣])({NAME})\s(?:[가-힣]{{1,6}})?(?:{JOBS})(?![가-힣])"
)
PLACES = (
    "워싱턴|뉴욕|로스앤젤레스|LA|실리콘밸리|도쿄|오사카|베이징|상하이|홍콩|타이베이|파리|런던|베를린|브뤼셀|제네바|로마|모스크바|이스탄불|카이로|"
    "예루살렘|두바이|뉴델리|방콕|하노이|자카르타|싱가포르|시드니|상파울루"
)
ABROAD = re.compile(rf"(?<![가-힣])({NAME})\s(?:{PLACES})\s?(?:특파원|통신원)")
SECOND_PERSON = re.compile(rf"(?<![가-힣])({NAME})\s?[·,/&]\s?$")
ENGLISH_PERSON = re.compile(
    r"^(?:By\s+)?([A-Z][\w'’-]+(?:\s[A-Z][\w'’.-]+){1,3}),?\s(?:staff\s)?(?:reporter|correspondent|writer|editor)$",
    re.IGNORECASE,
)
COPYRIGHT = re.compile(
    r"ⓒ|©|\(c\)\s|저작권자|무단\s?(?:전재|복제|배포)|재배포\s?(?:금지|를 금)|copyrights?\b|all rights reserved|AI\s?학습.{0,12}금지",
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
    r"^[▶☞►◆■●▷→※★◇○◎ㅁ\-<\[【#'‘\s]*(?:관련\s?기사|관련기사|이 기사|주요\s?기사|많이 본|인기\s?기사|추천\s?기사|제보|\[?(?:전화|메일|카카오톡)\]|카카오톡|카톡|네이버|유튜브|구독|페이스북|"
    r"텔레그램|이메일\s?:|전화\s?:|홈페이지|뉴스홈|기사제보|보도자료|바로\s?가기|지금 .{0,20}구독|당신의 제보|.{0,30}구독하기|.{0,25}채널 .{0,6}추가|"
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
LONGEST_BUTTON = 30
OPENING = 4  # lines among which the one with the place and the writer stands: a subtitle may come first
MAX_TAIL = 12  # lines; what is longer is text


@dataclass(slots=True)
class Trimmed:
    """A text without its frame, and what the frame said."""

    text: str
    author: str | None = None
    publisher: str | None = None
    source: str | None = None
    source_url: str | None = None


def people_of(text: str) -> str:
    """The names in a byline without job, place and publisher: «도쿄=국시온 특파원», «김보람·이도담 기자»; else the text."""
    names: list[str] = []
    if (abroad := ABROAD.search(text)) and publisher_of(abroad[1]) is None:  # «국시온 도쿄 특파원»
        return abroad[1]
    for match in PERSON.finditer(text):
        names.append(match[1] or match[2])
        before = text[: match.start()]
        while (more := SECOND_PERSON.search(before)) and more[1] not in ("기자", "특파원"):  # «김보람·이도담 기자»
            names.insert(len(names) - 1, more[1])
            before = before[: more.start()]
    if not names and (english := ENGLISH_PERSON.match(text)):
        return english[1]
    return ", ".join(dict.fromkeys(names)) if names else text


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
    promoted = 0
    for _ in range(MAX_TAIL):
        while lines and not lines[-1].strip():
            lines.pop()
        if len(lines) < 2:
            return
        line = lines[-1].strip()
        if len(line) > 200 or not _is_frame(line, trimmed, promoted):
            return
        promoted += bool(ARROW.match(line))
        lines.pop()


def _is_frame(line: str, trimmed: Trimmed, promoted: int) -> bool:
    if match := BYLINE.match(line):
        trimmed.author = trimmed.author or _name_in(match)
        return True
    if match := MAIL_LINE.match(line):
        trimmed.author = trimmed.author or match[1]
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
    if STAMPS.match(line):
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
    if ARROW.match(line) and len(line) < 70 and (promoted or not line.endswith((".", "다"))):
        return True
    if name := publisher_of(line):
        trimmed.publisher = trimmed.publisher or name
        return True
    return False


def _name_in(byline: re.Match[str]) -> str:
    abroad = ABROAD.search(byline.string)
    return abroad[1] if abroad is not None else byline[1]


def _trim_start(lines: list[str], trimmed: Trimmed) -> None:
    while lines and not lines[0].strip():
        lines.pop(0)
    if len(lines) > 1 and len(lines[0]) < 60 and (match := BYLINE.match(lines[0].strip())):
        trimmed.author = trimmed.author or _name_in(match)
        lines.pop(0)
    if not lines:
        return
    for at, line in enumerate(lines[:OPENING]):
        if (inside := INSIDE.match(line)) and len(line) > inside.end():
            trimmed.author = trimmed.author or inside["author"]
            trimmed.publisher = trimmed.publisher or publisher_of(inside["publisher"])
            lines[at] = line[inside.end() :]
            return
        match = DATELINE.match(line)
        if match is None or not (match["author"] or match["publisher"]) or len(line) <= match.end():
            continue
        publisher = publisher_of(match["publisher"] or match["alone"])
        if publisher or match["author"]:
            trimmed.author = trimmed.author or match["author"]
            trimmed.publisher = trimmed.publisher or publisher
            lines[at] = line[match.end() :].lstrip()
            return
