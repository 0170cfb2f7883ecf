"""What the pages say, in English and in Korean."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "ko"]

LANGUAGES: dict[Language, str] = {"ko": "한국어", "en": "English"}

WORDS: dict[str, tuple[str, str]] = {
    "boards": ("Boards", "게시판"),
    "board": ("Board", "게시판"),
    "search": ("Search", "검색"),
    "runs": ("Runs", "수집 기록"),
    "problems": ("Problems", "문제"),
    "skip": ("Skip to the content", "본문으로 건너뛰기"),
    "menu": ("Site", "사이트"),
    "language": ("Language", "언어"),
    "state": ("State", "상태"),
    "newest post": ("Newest post", "최근 글"),
    "last success": ("Last success", "최근 성공"),
    "posts per day": ("Posts a day, last {days} days", "최근 {days}일 하루 글 수"),
    "posts": ("Posts", "글"),
    "complete up to": ("Complete up to", "여기까지 빠짐없음"),
    "not proven": ("not proven yet", "아직 확인되지 않음"),
    "missing count": ("{count} missing", "{count}건 빠짐"),
    "gaps count": ("{count} gaps", "빈 구간 {count}곳"),
    "waiting count": ("{count} documents to come", "본문 {count}건 대기"),
    "no boards": ("No board is stored yet.", "저장된 게시판이 없습니다."),
    "to begin": ("To get one: newscrawl crawl https://…", "시작하려면: newscrawl crawl https://…"),
    "spark label": (
        "{total} posts in the last {days} days, at most {top} a day",
        "최근 {days}일 글 {total}건, 하루 최대 {top}건",
    ),
    "well": ("well", "정상"),
    "partial": ("partial", "일부 누락"),
    "changed": ("site changed", "사이트 변경"),
    "blocked": ("blocked", "차단됨"),
    "failed": ("failed", "실패"),
    "running": ("being crawled", "수집 중"),
    "overdue": ("overdue", "지연"),
    "never": ("never crawled", "수집 전"),
    "complete": ("complete", "완료"),
    "quiet": ("nothing new", "새 글 없음"),
    "not finished": ("not finished", "끝나지 않음"),
    "what complete": (
        "Every post that was asked for is stored.",
        "요청한 글이 모두 저장되었습니다.",
    ),
    "what quiet": (
        "Nothing is new, and nothing is known to be missing.",
        "새 글이 없고, 빠진 글도 없습니다.",
    ),
    "what partial": (
        "Some posts are missing; it is said below which.",
        "일부 글이 빠졌습니다. 아래에 어떤 글인지 나와 있습니다.",
    ),
    "what changed": (
        "Nothing was understood where posts were expected: the site may have been rebuilt.",
        "글이 있어야 할 곳에서 아무것도 읽지 못했습니다. 사이트가 개편되었을 수 있습니다.",
    ),
    "what blocked": ("The site turned the crawler away.", "사이트가 수집을 거부했습니다."),
    "what failed": (
        "The board or the database could not be reached.",
        "게시판이나 데이터베이스에 연결하지 못했습니다.",
    ),
    "what not finished": (
        "It is running, or it was killed; the next crawl goes on from there.",
        "진행 중이거나 중단되었습니다. 다음 수집이 이어서 진행합니다.",
    ),
    "do partial": (
        "The next crawls try it again by themselves. To try at once: newscrawl audit '{board}' --repair",
        "다음 수집 때 자동으로 다시 시도합니다. 바로 하려면: newscrawl audit '{board}' --repair",
    ),
    "do changed": (
        "Look at the board in a browser, and at what is understood of it: newscrawl probe {url}",
        "브라우저로 게시판을 확인한 뒤, 인식 결과를 보세요: newscrawl probe {url}",
    ),
    "do blocked": (
        "Ask the site's operator, or crawl it less often (every, delay in its definition).",
        "사이트 운영자에게 문의하거나, 정의 파일에서 수집 간격(every, delay)을 늘리세요.",
    ),
    "do failed": (
        "Is the site there in a browser? If so: newscrawl crawl {url}",
        "브라우저에서 열리는지 확인하세요. 열린다면: newscrawl crawl {url}",
    ),
    "do not finished": (
        "If nothing runs any more: newscrawl crawl {url}",
        "더 이상 실행 중이 아니라면: newscrawl crawl {url}",
    ),
    "what to do": ("What to do", "할 일"),
    "why": ("Why", "이유"),
    "filter": ("Filter", "거르기"),
    "words": ("Words", "검색어"),
    "author": ("Author", "글쓴이"),
    "category": ("Category", "분류"),
    "published": ("Published", "작성일"),
    "since": ("From", "시작일"),
    "until": ("To", "종료일"),
    "with deleted": ("Deleted posts too", "삭제된 글 포함"),
    "show": ("Show", "보기"),
    "reset": ("Show all", "모두 보기"),
    "title": ("Title", "제목"),
    "views": ("Views", "조회"),
    "comments": ("Comments", "댓글"),
    "number": ("No.", "번호"),
    "notice": ("Notice", "공지"),
    "deleted": ("deleted", "삭제됨"),
    "attachment": ("Attachment", "첨부"),
    "no posts": ("No post fits.", "조건에 맞는 글이 없습니다."),
    "older": ("Older posts", "이전 글"),
    "newest": ("Newest posts", "최신 글"),
    "paging": ("Pages", "쪽"),
    "calendar": ("Calendar", "달력"),
    "calendar label": ("Posts on each day of {year}", "{year}년 날짜별 글 수"),
    "calendar day": ("{day}: {count} posts", "{day}: {count}건"),
    "calendar gap": ("{day}: {count} posts; some may be missing", "{day}: {count}건, 빠진 글이 있을 수 있음"),
    "few": ("few", "적음"),
    "many": ("many", "많음"),
    "no post that day": ("none", "없음"),
    "unusual": ("unusually long without any", "평소보다 긴 공백"),
    "may be missing": ("posts may be missing", "빠진 글이 있을 수 있음"),
    "year": ("Year", "연도"),
    "feeds": ("Follow", "구독"),
    "at the site": ("At the site", "원문 보기"),
    "stored": ("Stored", "저장"),
    "stored posts": ("{count} posts", "{count}건"),
    "board counts": ("the board counts {count}", "게시판 표시 {count}건"),
    "verified": ("Proven", "확인"),
    "without a break": ("without a break since {since}", "{since}부터 끊김 없이"),
    "gaps": ("Gaps", "빈 구간"),
    "about": ("About this board", "이 게시판"),
    "body missing": ("No text is stored.", "저장된 본문이 없습니다."),
    "attachments": ("Attachments", "첨부 파일"),
    "pictures": ("Pictures", "그림"),
    "picture": ("picture", "그림"),
    "versions": ("Versions", "버전"),
    "version": ("Version {number}", "버전 {number}"),
    "one version": ("It has one version.", "버전이 하나입니다."),
    "version change": ("Version {old} → {new}, {at}", "버전 {old} → {new}, {at}"),
    "no difference": ("No difference in what is kept of it.", "저장된 내용에 차이가 없습니다."),
    "fetched": ("Where it was fetched", "수집 내역"),
    "not archived": ("No response is archived.", "보관된 응답이 없습니다."),
    "raw": ("Raw page", "원본 내려받기"),
    "at": ("At", "시각"),
    "status": ("Status", "상태"),
    "address": ("Address", "주소"),
    "copies": ("The same story elsewhere", "같은 내용의 다른 글"),
    "no copies": ("No other post is nearly the same.", "거의 같은 다른 글이 없습니다."),
    "details": ("Details", "자세히"),
    "first seen": ("First seen", "처음 발견"),
    "last seen": ("Last seen", "마지막 확인"),
    "changed at": ("Stored as it is", "마지막 변경"),
    "deleted at": ("Deleted", "삭제 확인"),
    "key": ("Key", "키"),
    "cut": ("The page holds but a part of the text.", "페이지에 글의 일부만 있습니다."),
    "run": ("Run {number}", "수집 {number}"),
    "started": ("Started", "시작"),
    "took": ("Took", "소요"),
    "verdict": ("Verdict", "판정"),
    "new": ("New", "새 글"),
    "edited": ("Edited", "수정"),
    "gone": ("Deleted", "삭제"),
    "pages": ("Pages", "쪽"),
    "documents": ("Documents", "본문"),
    "no runs": ("No runs yet.", "수집 기록이 없습니다."),
    "no problems": ("No problems.", "문제가 없습니다."),
    "stage fetch": ("not fetched", "가져오지 못함"),
    "stage extract": ("not understood", "읽지 못함"),
    "stage store": ("not stored", "저장하지 못함"),
    "all boards": ("All boards", "모든 게시판"),
    "search hint": (
        "A post must hold all the words; they are found inside longer ones too.",
        "모든 낱말이 들어 있는 글을 찾습니다. 긴 낱말 속에 있어도 찾습니다.",
    ),
    "results": ("Posts with “{words}”", "“{words}” 검색 결과"),
    "not found": ("This page is not here.", "페이지를 찾을 수 없습니다."),
    "error": ("That did not work.", "처리하지 못했습니다."),
    "go on": ("Go to the boards", "게시판 목록으로"),
    "ago s": ("just now", "방금"),
    "ago m": ("{n} min ago", "{n}분 전"),
    "ago h": ("{n} h ago", "{n}시간 전"),
    "ago d": ("{n} days ago", "{n}일 전"),
    "older problems": ("Older", "이전"),
    "read only": ("Read-only view of a newscrawl database.", "newscrawl 데이터베이스 읽기 전용 화면입니다."),
    "failing boards": ("Failing boards", "실패한 게시판"),
    "slowest boards": ("Slowest boards", "느린 게시판"),
    "posts per day plain": ("Posts a day", "하루 글 수"),
    "new words": ("New words", "새로 나온 낱말"),
}
"""Each in English and Korean."""

MONTHS: dict[Language, list[str]] = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "ko": [f"{month}월" for month in range(1, 13)],
}

DAY_NAMES: dict[Language, tuple[str, str, str]] = {"en": ("Mon", "Wed", "Fri"), "ko": ("월", "수", "금")}


def say(language: Language, key: str, **values: object) -> str:
    """The words of a key. Raises KeyError for one that there is not."""
    text = WORDS[key][language == "ko"]
    return text.format(**values) if values else text


def chosen(asked: str | None, cookie: str | None, accepted: str) -> Language:
    """The language that was chosen, else the one that the browser likes best, else English."""
    for each in (asked, cookie):
        if each == "ko":
            return "ko"
        if each == "en":
            return "en"
    liked: list[tuple[float, int, Language]] = []
    for at, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight or 1)
        except ValueError:
            continue
        short = name.lower().split("-")[0]
        liked += [(-quality, at, each) for each in LANGUAGES if quality > 0 and each == short]
    return min(liked)[2] if liked else "en"
