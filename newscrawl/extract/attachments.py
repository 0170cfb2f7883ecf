"""The files that a post offers: their names, addresses and sizes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from newscrawl.extract.body import Body
from newscrawl.extract.labels import label_of
from newscrawl.extract.markup import absolute, tidy
from newscrawl.extract.naming import named_by
from newscrawl.extract.page import Attachment
from newscrawl.extract.scan import Part, Scan

EXTENSIONS = (
    "hwp hwpx hwt pdf doc docx xls xlsx xlsm csv ppt pptx pps txt rtf odt ods odp zip 7z rar tar gz tgz alz egg jpg jpeg png gif bmp "
    "webp tif tiff svg heic mp3 mp4 wav avi mov wmv mkv m4a m4v ai psd eps dwg dxf epub apk exe msi iso xml json html htm show hwpml cell torrent smi srt"
)
FILE_NAME = re.compile(
    r"[^\\/:*?\"<>|\r\n\t]{1,200}?\.(?:"
    + "|".join(EXTENSIONS.split())
    + r")(?![A-Za-z0-9]|\.(?:gz|xz|bz2|zip|7z|pdf)(?![A-Za-z0-9]))",
    re.IGNORECASE,
)
PAGE_NAME = re.compile(r"\.(?:html?|php|jsp|aspx?|do)$", re.IGNORECASE)
IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp)$", re.IGNORECASE)
# How download addresses look, by software: Gnuboard, XE and Rhymix, eGovFrame, K2Web, KBoard, many made by hand.
DOWNLOAD_ADDRESS = re.compile(
    r"download|file_?down|filedn|down(?:load)?file|fms/|file_srl|act=procFile|atchfile|getfile|fileid|file_id|attach|"
    r"kboard_action=file|/common/file|/cmm/|/bbs/down|filedownload|_fn=|dn\.do|fileDown|boardfile|/upload",
    re.IGNORECASE,
)
FILE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:\w*files?(?:list|_?list|s|_?box|_?wrap|_?area)?|attach\w*|\w*attach|add_?file|down(?:load)?\w*|bo_v_file|view_file_download|upload)(?:$|[\s_-]|\d)",
    re.IGNORECASE,
)
SIZE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(bytes?|바이트|[KMG]i?B?|B)(?![A-Za-z가-힣])", re.IGNORECASE)
UNITS = {"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3}
NOISE = re.compile(
    r"^\s*(?:첨부\s?파일|첨부|파일)\s*\d*\s*[:：.)]\s*|\s*[\[(](?:file\s?size|용량|크기|size|다운로드|down|hit|조회)?\s*[:：/]?\s*\d[^\])]*[\])]\s*$|"
    r"\s*(?:다운로드|내려받기|바로보기|미리보기|바로듣기|뷰어|viewer|download|새창.*)\s*$",
    re.IGNORECASE,
)
NOT_FILES = re.compile(
    r"미리\s?보기|바로\s?보기|바로\s?듣기|뷰어|viewer|preview|전체\s?(?:다운|내려|받기)|일괄|압축|모두\s?(?:받기|다운)|^다운(?:로드)?$|^첨부|^파일$",
    re.IGNORECASE,
)
OPENED = re.compile(r"(?:location(?:\.href)?\s*=|open\s*\()\s*['\"]([^'\"\s]{1,500})['\"]")
OFFERED = re.compile(r"[^\\/:*?\"<>|\r\n\t]{1,200}\.(?:hwpx?|pdf|docx?|xlsx?|pptx?|zip)", re.IGNORECASE)
"""A link's text within a post's text that is a file's name and nothing else."""

MAX_FILES = 100
LONGEST_BUTTON = 12  # characters
LONGEST_ENTRY = 8  # texts of one file in a list of files: its number, name, size and buttons


is_file_box = named_by(FILE_NAMES)


def size_of(text: str) -> int | None:
    """A shown size in bytes: «38.9K», «(1.2 MB)», «69Bytes»."""
    match = SIZE.search(text)
    if not match:
        return None
    try:
        return round(float(match[1].replace(",", "")) * UNITS[match[2][0].lower().replace("바", "b")])
    except (KeyError, ValueError, OverflowError):
        return None


def file_name(text: str) -> str | None:
    """The file name in a link's text, without its size and the words around it."""
    text = tidy(text)
    matches = list(FILE_NAME.finditer(text)) if "." in text else []
    if not matches:
        return None
    name = text[: matches[-1].end()]
    name = tidy(NOISE.sub("", name))
    return name if name.find(".") > 0 else None


LABEL_REACH = 6  # texts before a file among which its label is
NAMED_BOXES = 4  # boxes around a file of which one may be named after files


def read_attachments(scan: Scan, reach: tuple[int, int], box: Part | None, base: str, body: Body) -> list[Attachment]:
    """The files offered within a range of texts around an article; pictures that it shows are no attachments."""
    found: dict[str, Attachment] = {}
    first, last = reach
    around = range(max(0, first - LABEL_REACH), min(last + 1, len(scan.texts)))
    labels = [at for at in around if label_of(scan.texts[at].text) == "attachments"]
    aside = [each for each in scan.parts if each.tag == "aside" and each.name and is_file_box(each.name)]
    for part in scan.parts:
        if part.tag not in ("a", "button") or part.first < first or part.comment or part.hidden:
            continue
        if part.around and not any(files.first <= part.first < files.last for files in aside):
            continue
        if part.first > last or len(found) >= MAX_FILES:
            break
        within = box is not None and box.first <= part.first < box.last
        if within and not (_marked(scan, part) or OFFERED.fullmatch(scan.text_of(part))):
            continue
        attachment = _attachment(scan, part, base, labels)
        if attachment is not None:
            found.setdefault(attachment.name, attachment)
    shown = {_path(image.url).rsplit("/", 1)[-1].casefold() for image in body.images}
    shown |= {alt.casefold() for alt in body.alts}
    return [file for file in found.values() if not (IMAGE_NAME.search(file.name) and file.name.casefold() in shown)]


def _marked(scan: Scan, part: Part) -> bool:
    element = part.element
    address = (element.get("href") or "") + (element.get("onclick") or "")
    return bool(DOWNLOAD_ADDRESS.search(address))


def _attachment(scan: Scan, part: Part, base: str, labels: Sequence[int]) -> Attachment | None:
    element = part.element
    href = element.get("href") or _address_in(element.get("onclick") or "")
    text = scan.text_of(part)
    in_files = _in_files(part, labels)
    if not (in_files or _marked(scan, part)):
        named = "." in text and FILE_NAME.fullmatch(text)
        if not named and not (("." in href or "%2" in href) and FILE_NAME.search(_path(href))):
            return None
    alone = (file_name(each.text) for each in scan.texts[part.first : part.last])
    name = (
        next((each for each in alone if each), None)
        or file_name(text)
        or file_name(element.get("title") or "")
        or file_name(element.get("download") or "")
    )
    if name is None and len(text) <= LONGEST_BUTTON:
        name = _name_before(scan, part)
    if name is None:
        if not text or NOT_FILES.search(text):
            return None
        name = file_name(_name_in_address(href))
        if name is None:
            return None
    if PAGE_NAME.search(name) and not _marked(scan, part):
        return None
    after = " ".join(near.text for near in scan.texts[part.last : part.last + 2])
    return Attachment(name, absolute(href, base), size_of(text.replace(name, " ")) or size_of(after[:60]))


def _name_before(scan: Scan, part: Part) -> str | None:
    """The file's name where it stands as plain text beside its button: «계획서.pdf [다운로드]»."""
    if part.parent is None or part.first <= part.parent.first or part.parent.last - part.parent.first > LONGEST_ENTRY:
        return None
    before = scan.texts[part.first - 1]
    if before.part.in_link or before.part.tag == "a":  # that link has offered it already
        return None
    return file_name(before.text) if FILE_NAME.search(before.text) else None


def _address_in(script: str) -> str:
    """The address that a button's script opens."""
    match = OPENED.search(script)
    return match[1] if match else ""


def _in_files(part: Part, labels: Sequence[int]) -> bool:
    """Whether the link stands in a box of files: by the box's name, or by one of the labels, given by their places."""
    box: Part | None = part
    for _ in range(NAMED_BOXES):
        if box is None:
            break
        if box.name and is_file_box(box.name):
            return True
        box = box.parent
    return any(part.first - LABEL_REACH <= at < part.first for at in labels)


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def _name_in_address(address: str) -> str:
    try:
        parts = urlsplit(address)
        values = [value for _, value in parse_qsl(parts.query)]
    except ValueError:
        return ""
    return next((value for value in values if FILE_NAME.search(value)), unquote(parts.path).rsplit("/", 1)[-1])
