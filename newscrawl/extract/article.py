"""One post's own page, read: each field from the place that tells it best."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, zip_longest
from urllib.parse import urlsplit

from newscrawl.dates import Moment
from newscrawl.extract.attachments import read_attachments
from newscrawl.extract.body import Body, read_body
from newscrawl.extract.byline import Trimmed, publisher_of, trim_frame
from newscrawl.extract.document import Document, parse_markup
from newscrawl.extract.element import Element
from newscrawl.extract.facts import Facts, exact_date, read_facts
from newscrawl.extract.interludes import captions, host_of, interludes
from newscrawl.extract.labels import clean_name, is_author_name, number_of
from newscrawl.extract.language import language_of
from newscrawl.extract.last_resort import last_resort
from newscrawl.extract.markup import absolute, tidy
from newscrawl.extract.metadata import Metadata, read_metadata
from newscrawl.extract.own_key import own_key
from newscrawl.extract.page import Article
from newscrawl.extract.people import LATIN_NAME, is_person, may_be_people, people_of, signed_by
from newscrawl.extract.place import ENOUGH, SURE_TITLE, Place, elements_of, find_place, rules_of, select, weigh
from newscrawl.extract.publishers import publisher_at
from newscrawl.extract.publishers.base import Publisher
from newscrawl.extract.scan import Part, Scan, holds, scan_page
from newscrawl.extract.scripted import scripted_body
from newscrawl.extract.title_texts import complete_title, shown_title, strip_site
from newscrawl.extract.titles import folded

PRECISIONS = {"day": 0, "minute": 1, "second": 2}
UTC_ENDS = ("Z", "z", "+00:00", "+0000", "UTC", "GMT")
AHEAD = timedelta(minutes=5)
JUST_NOW = 900  # seconds before a page was fetched in which it was made
SAME_TIME = 120  # seconds within which two times of one page are the same
GUESSED_TITLE = 3.0  # certainty of a title below which the page's own title is believed instead
SHORT = 120  # characters of a text below which the page's data for its scripts are looked at
NOBODY = frozenset({"webmaster", "admin", "administrator", "editor", "root", "master", "undefined", "null", "none"})
TOLD = 3.0  # evidence that a text in the page's data is
CUT_WORDS = re.compile(
    r"(?:유료|구독|멤버십|프리미엄|정기)\s?(?:회원|독자|구독자|자)?\s?(?:전용|만|에게만|에 한해|께만).{0,20}|(?:로그인|구독|결제|가입)\s?(?:후|하시면|하면|하고)\s.{0,16}(?:전체|전문|이어|끝까지|나머지|계속|마저|남은)|"
    r"(?:기사|본문|글)의?\s?(?:전문|전체|나머지)(?:을|를|은|는).{0,24}(?:구독|회원|로그인|결제)|(?:이어서|계속|나머지).{0,10}(?:구독|로그인|결제)|subscribe to (?:read|continue)|subscribers? only",
    re.IGNORECASE,
)
NEAR_START, NEAR_END = 3, 4  # texts at a text's ends among which its writer signs
FEW_WORDS = 60  # characters beside captions that are no text of their own
CUT_REACH = 120  # characters at the end of a text
AFTER_CUT = 6  # texts behind it
VARIANT = re.compile(r"^(?:www|m|mobile|amp|wap)\.(?=.*\.)")
AMP_PIECE = re.compile(r"(?:amp|m|mobile|index)(?:\.\w+)?$", re.IGNORECASE)
SLUG_ENDING = re.compile(r"(?:[._-]amp)?(?:\.\w{2,5})?$", re.IGNORECASE)
SLUG = 6  # characters of a path's last piece from which on it names an article, and no section
SENTENCE_END = re.compile(r"[다요죠까음함][.!?。][」”’\"')\]]*\s*$", re.MULTILINE)
COMMENT_REACH = 120  # texts after a body in which the heading of its comments stands
COMMENT_WORD = re.compile(
    r"\W*(?:전체\s?|총\s?)?(?:댓글|코멘트|덧글|의견|답글|comments?)\s?(?:목록|수|개수)?\W*$", re.IGNORECASE
)
COMMENT_COUNT = re.compile(
    r"\W*(?:전체\s?|총\s?)?(?:댓글|코멘트|덧글|의견|comments?)\s?(?:목록|수|개수)?\s?[:：•·ㆍ|]?\s?[\[(]?\s?([\d,]*\d)\s?(?:개|건)?\s?[\])]?$",
    re.IGNORECASE,
)


def read_article(document: Document, listing_box: Element | None, scan: Scan | None = None) -> Article | None:
    """Read the page's article, or None where the page is no document.

    `listing_box` is the element that holds the board's list on this page; nothing in it is read. `scan` is the page as it was
    walked without that box, where that has been done.
    """
    if document.root is None:
        return None
    meta = read_metadata(document.root)
    scan = scan or scan_page(document.root, listing_box)
    if not scan.parts:
        return None
    of = publisher_at(document.url)
    rules, own = rules_of(document, of), own_key(document)
    key = own.value if own is not None else None
    now, zone, base = document.now, document.timezone, document.base_url
    place = find_place(scan, meta, rules, key)
    facts = read_facts(
        scan, place.zones(scan), now, zone, loose=not meta.is_news, title=place.title.first if place.title else 0
    )
    _apply_rules(scan, facts, rules, document)
    told = _in_zone(exact_date(meta.published, now, zone), facts.dates, now)
    shown = next((date for date in facts.dates if told is not None and _agree(told, date)), facts.published)
    exact = told is not None and (told.precision != "day" or shown is None or shown.precision == "day")
    trust = meta.is_article and exact and not ("published" in facts.labelled or facts.signed_date)
    if shown is not None and shown.precision != "day" and _is_default(told, now):
        trust = False
    published = _better(told, shown, trust=trust)
    title, category = _title(scan, place, meta, facts.title)
    told_body = _body_in_scripts(document.root, place, meta)
    is_posts = own is not None and own.is_sure
    weight = weigh(scan, place, facts, meta, published, key if is_posts else None, listing_box is not None)
    weight += TOLD if told_body else 0.0
    rescued = None
    if weight < ENOUGH and meta.is_article and told is not None and listing_box is None:
        rescued = last_resort(document.html, 0)
    if not title or weight + (TOLD if rescued is not None else 0.0) < ENOUGH:
        return None
    is_news = _is_news(document, meta, facts)
    body = read_body(
        place.body.element if place.body is not None else None,
        base,
        drop=[*_drop(scan, place, document.url, listing_box, is_news=is_news), *_left_out(scan, of)],
        captions=captions(scan, place.body) if is_news and place.body is not None else (),
    )
    if told_body:
        body = read_body(parse_markup(told_body), base)
    # A board's documents are often short, and say so by counting their readers; so is a text that ends like one.
    may_be_news = meta.is_article or (facts.views is None and document.engine is None and meta.title is not None)
    shown_text = body.text if not _tells_by_pictures(body) else "\n".join(body.captions)
    is_short = len(shown_text) < SHORT and not SENTENCE_END.search(shown_text)
    if rescued is None and is_short and may_be_news and not meta.is_paywalled and listing_box is None:
        rescued = last_resort(document.html, len(shown_text))
    if rescued is not None:
        body = read_body(rescued, base)
        shown_text = body.text
    trimmed = trim_frame(shown_text)
    source = trimmed.source_url or (facts.source if (facts.source or "").startswith("http") else None)
    return Article(
        title=title,
        key=key,
        url=_url(document.url, meta, key),
        author=_author(facts, meta, trimmed, scan, place),
        publisher=_publisher(facts, meta, trimmed) or (of.name if of is not None else None),
        category=_category(facts, meta, category, is_known=document.engine is not None),
        published=published,
        modified=_better(exact_date(meta.modified, now, zone), facts.modified, trust=False),
        views=facts.views,
        votes=facts.votes,
        comments=facts.comments if facts.comments is not None else _comment_count(scan, place),
        body_text=trimmed.text,
        body_html=body.html,
        source_url=absolute(source, base),
        images=body.images,
        attachments=read_attachments(scan, place.reach(), place.body, base, body),
        is_secret=_is_secret(place),
        is_cut=meta.is_paywalled or _is_cut(scan, place, trimmed.text),
        language=language_of(trimmed.text or title, document.root.get("lang")),
        doubts=[
            *_doubts(told, shown, "its date"),
            *_doubts(exact_date(meta.modified, now, zone), facts.modified, "the date of its last change"),
        ],
    )


def _tells_by_pictures(body: Body) -> bool:
    """Whether the text is what stands under the pictures: photo news have no other."""
    return len(body.captions) > 0 and len(body.text) < FEW_WORDS and 2 * len(body.text) < sum(map(len, body.captions))


def _body_in_scripts(root: Element, place: Place, meta: Metadata) -> str | None:
    """The text from the page's data where its markup holds next to none."""
    shown = place.body
    if not meta.is_article or (shown is not None and (shown.prose >= SHORT or shown.images)):
        return None
    found = scripted_body(root, meta.body)
    return found if found and (shown is None or len(found) > 2 * shown.prose) else None


def _is_news(document: Document, meta: Metadata, facts: Facts) -> bool:
    """Whether a document is an article of a news site and none of a board."""
    told = facts.labelled.isdisjoint({"author", "department", "attachments"}) and facts.views is None
    return meta.is_news or (told and document.engine is None)


def _drop(scan: Scan, place: Place, url: str, listing_box: Element | None, *, is_news: bool) -> list[Element]:
    """What stands in the text's box and is no text: the title, the list, on news pages the links to other articles."""
    if place.body is None:
        return []
    drop = [*place.drop, listing_box] if listing_box is not None else list(place.drop)
    if place.title is not None and holds(place.body, place.title):
        drop.append(place.title.element)
    if is_news:
        drop += interludes(scan, place.body, host_of(url))
    return drop


def _left_out(scan: Scan, of: Publisher | None) -> list[Element]:
    """What stands within the text and is none of it, as the publisher's file says."""
    rules = (css for layout in of.layouts for css in layout.leave_out) if of is not None else ()
    return [element for css in rules for element in elements_of(scan, css)]


def _doubts(told: Moment | None, shown: Moment | None, what: str) -> list[str]:
    """What the page's metadata and its visible line say differently of when it was published or changed."""
    if told is None or shown is None or _agree(told, shown):
        return []
    return [f"The page's metadata give {told.raw!r} as {what}, its text {shown.raw!r}."]


def _is_cut(scan: Scan, place: Place, text: str) -> bool:
    """Whether the page says, at the end of the text or just behind it, that the rest is for subscribers."""
    if CUT_WORDS.search(text[-CUT_REACH:]):
        return True
    if place.body is None:
        return False
    return any(CUT_WORDS.search(near.text) for near in scan.texts[place.body.last : place.body.last + AFTER_CUT])


def _is_secret(place: Place) -> bool:
    """Whether a password is asked for where the text would stand."""
    if place.body is None:
        return False
    asks = any((field.get("type") or "").lower() == "password" for field in place.body.element.iter("input"))
    return asks and "비밀" in "".join(place.body.element.itertext())


def _apply_rules(scan: Scan, facts: Facts, rules: Mapping[str, tuple[str, ...]], document: Document) -> None:
    """Fields that the engine or the definition places by CSS go over what was read by words."""
    for name in ("author", "category", "published", "modified", "views", "votes", "comments"):
        part = select(scan, rules.get(name))
        text = scan.text_of(part) if part is not None else ""
        if not text:
            continue
        if name in ("author", "category"):
            value: object = clean_name(text) if name == "author" else text
        elif name in ("published", "modified"):
            value = document.date(text)
        else:
            value = number_of(text)
        if value is not None:
            setattr(facts, name, value)


def _title(scan: Scan, place: Place, meta: Metadata, labelled: str | None) -> tuple[str, str | None]:
    """The title, whole and alone, and the category that stood before it."""
    shown, category = shown_title(scan, place.title, meta.titles) if place.title is not None else ("", None)
    if labelled is not None and place.certainty < SURE_TITLE:
        return tidy(labelled), None
    if not shown or place.certainty < GUESSED_TITLE:
        told = meta.title or (strip_site(meta.page_title) if meta.page_title else "")
        if meta.is_article or not shown:
            return tidy(told), None
    return tidy(complete_title(shown, meta.titles)), category


def _better(told: Moment | None, shown: Moment | None, *, trust: bool) -> Moment | None:
    """Of the page's metadata and its visible line the more precise where they agree.

    Where they do not, the line is believed; with `trust`, where nothing said what the line's date is, the metadata.
    """
    if told is None or shown is None:
        return told or shown
    if not _agree(told, shown):
        return told if trust else shown
    return told if PRECISIONS[told.precision] > PRECISIONS[shown.precision] else shown


def _is_default(told: Moment | None, now: datetime) -> bool:
    """Whether metadata give what a system puts where it knows nothing: midnight, or the time of the request."""
    if told is None or not isinstance(told.value, datetime):
        return False
    midnight = (told.value.hour, told.value.minute, told.value.second) == (0, 0, 0)
    return midnight or abs((told.value - now).total_seconds()) < JUST_NOW


def _in_zone(told: Moment | None, shown: Sequence[Moment], now: datetime) -> Moment | None:
    """The metadata's time; where it is the site's own, but marked as UTC, as the time that it is.

    Templates write «2026-11-24T17:59:00Z» for six in the evening in Seoul: the page's line tells, or that it has not come yet.
    """
    if told is None or not isinstance(told.value, datetime) or not told.raw.endswith(UTC_ENDS):
        return told
    local = told.value.astimezone(UTC).replace(tzinfo=told.value.tzinfo)
    meant = replace(told, value=local)
    is_shown = any(_agree(meant, date) and date.precision != "day" for date in shown)
    return meant if is_shown or (told.value > now + AHEAD and local <= now) else told


def _agree(one: Moment, other: Moment) -> bool:
    if isinstance(one.value, datetime) and isinstance(other.value, datetime):
        return abs((one.value - other.value).total_seconds()) < SAME_TIME
    return str(one.value)[:10] == str(other.value)[:10]


def _author(facts: Facts, meta: Metadata, trimmed: Trimmed, scan: Scan, place: Place) -> str | None:
    """Who wrote: on news pages what the page says of itself, on boards what a person sees.

    Many news pages give the publisher as the author, which is no answer.
    """
    told = clean_name(meta.author) if meta.author and not _is_publisher(meta.author, meta) else None
    is_board = facts.views is not None or "author" in facts.labelled
    if told and (meta.is_news or (meta.published and not is_board)):
        return people_of(told)
    own = facts.byline is not None and ("author" not in facts.valued or facts.byline.startswith(facts.author or " "))
    shown = facts.byline if is_board and own else facts.author
    if shown and not is_board and shown != trimmed.author and _is_publisher(shown, meta):
        shown = None
    if shown and facts.guessed and not is_board and meta.is_article and not may_be_people(people_of(shown)):
        shown = None
    name = shown or told or facts.department or trimmed.author
    if name is None and meta.is_article and place.body is not None:
        name = _signer(scan, place.body)
    # Members of boards call themselves what they like: «열혈기자».
    return people_of(name) if name and (meta.is_article or not is_board) else name


def _signer(scan: Scan, body: Part) -> str | None:
    """Who signs a text at its beginning or its end, inside or right behind its box."""
    first, last = body.first, body.last
    for at in (*range(first, min(first + NEAR_START, last)), *range(max(last - NEAR_END, first), last + NEAR_END)):
        if at >= len(scan.texts) or (text := scan.texts[at]).part.comment or text.part.around:
            continue
        if people := signed_by(text.text):
            return ", ".join(people)
        named = any(is_author_name(part.name) for part in (text.part, text.part.parent) if part is not None)
        if named and (is_person(text.text) or LATIN_NAME.match(text.text)):
            return str(text.text)
    return None


def _is_publisher(name: str, meta: Metadata) -> bool:
    """Whether what is given as a writer's name is the publisher's, or a software's word for nobody."""
    name = " ".join(word for word in name.split("|")[0].strip(" '\"").split() if word.lower() not in NOBODY)
    sites = [folded(site) for site in (meta.site, meta.publisher) if site]
    return not name or publisher_of(name) is not None or any(folded(name) in site for site in sites)


def _publisher(facts: Facts, meta: Metadata, trimmed: Trimmed) -> str | None:
    if meta.publisher:
        return meta.publisher
    if trimmed.publisher:
        return trimmed.publisher
    if named := publisher_of(facts.source):
        return named
    if not meta.is_article:
        return None
    if meta.author and (named := publisher_of(meta.author.split("|")[0])):
        return named
    return meta.site if publisher_of(meta.site) else None


def _category(facts: Facts, meta: Metadata, category: str | None, *, is_known: bool) -> str | None:
    """A board's documents give its own name as section; a news site gives the desk.

    «[일반]» is called 일반, unless the board's software is known (`is_known`): its brackets are the name's own.
    """
    named = meta.is_news or (meta.is_article and facts.views is None)
    shown = category or facts.category
    if shown is not None and not is_known:
        shown = shown.strip("[]<>()【】〈〉〔〕 ") or shown
    return shown or (meta.section if named else None)


def _comment_count(scan: Scan, place: Place) -> int | None:
    """How many comments a counter or the heading over them counts: «댓글 [3]», «댓글 6», «전체 댓글 2개»."""
    start = place.title or place.body
    if start is None:
        return None
    end = (place.body or start).last + COMMENT_REACH
    skip = (place.body.first, place.body.last) if place.body is not None and start is not place.body else (0, 0)
    texts = [text for at, text in enumerate(scan.texts[start.last : end], start.last) if not skip[0] <= at < skip[1]]
    for text, follower in zip_longest(texts, texts[1:]):
        if (match := COMMENT_COUNT.match(text.text)) is not None:
            return int(match[1].replace(",", ""))
        if follower is None or not COMMENT_WORD.match(text.text):
            continue
        near = (text.part, text.part.parent)
        if follower.part in near or any(part in near for part in islice(follower.part.ancestors(), 3)):
            number = number_of(follower.text)
            if number is not None:
                return number
    return None


def _url(url: str, meta: Metadata, key: str | None) -> str:
    """The canonical address that the page names where it is the same post's, else the one that was asked for."""
    told = absolute(meta.url, url)
    if not told or folded(told) == folded(url) or not _is_same_site(host_of(url), host_of(told)):
        return url
    return told if (key and key in told) or _slug(told) == _slug(url) != "" else url


def _is_same_site(one: str, other: str) -> bool:
    """Whether two hosts are one site's: the same but for www, m or amp before it, or one is within the other."""
    one, other = VARIANT.sub("", one), VARIANT.sub("", other)
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _slug(url: str) -> str:
    """The last piece of a path that names an article; "" where none is long enough to do so."""
    pieces = [piece for piece in urlsplit(url).path.split("/") if piece and not AMP_PIECE.match(piece)]
    name = SLUG_ENDING.sub("", pieces[-1]) if pieces else ""
    return name if len(name) >= SLUG else ""
