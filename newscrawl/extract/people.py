"""Who a byline names: «도쿄=국시온 특파원», «글 위하윤 기자 · 사진 황민재», «우한결 한빛대 교수».

Korean names are told by their shape: a family name of a closed set and one or two syllables more. Places and desks, which
stand where names do, are told from them by the job that follows and by the few words that look like names.
"""

from __future__ import annotations

import re

from newscrawl.extract.markup import tidy

JOBS = (
    "기자|선임기자|전문기자|인턴기자|수습기자|객원기자|사진기자|특파원|통신원|논설위원|논설실장|편집위원|(?<=\\s)대기자|앵커|아나운서|"
    "리포터|PD|피디|에디터|칼럼니스트|평론가|기상캐스터|해설위원"
)
JOB_END = re.compile(
    r"(?:(?:선임|전문|인턴|수습|객원|사진|영상|시민|청년|명예|취재|뉴미디어|대학생|학생)?기자|(?<!학)대기자|특파원|통신원|논설(?:위원|실장|주간|고문)|편집(?:위원|국장|장|인)|앵커|아나운서|"
    r"리포터|PD|피디|에디터|칼럼니스트|평론가|인턴|기상캐스터|해설위원|주필|주간)$"
)
# What columnists are besides: read as a job only behind a name that looks like one.
POSITION_END = re.compile(
    r"(?:교수|교사|강사|박사|변호사|변리사|세무사|회계사|노무사|의사|한의사|약사|수의사|건축가|작가|소설가|시인|화가|서평가|번역가|비평가|기획자|활동가|여행가|연구원|연구위원|"
    r"연구관|위원|위원장|대표|대표이사|이사|이사장|회장|부회장|사장|부사장|소장|원장|부원장|센터장|관장|총장|학장|처장|청장|장관|차관|국장|실장|정책관|심의관|담당관|과장|팀장|본부장|"
    r"지점장|조합장|군수|시장|구청장|도지사|의원|고문|대사|신부|수녀|목사|스님|감독|배우|PD|경위|경감|경사|경장|순경|경정|총경|소방관|소방[장위경교사]|주무관|사무관|서기관|지부장|"
    r"사무총장|사무국장|명예교수|석좌교수|초빙교수|겸임교수|학생|대학생|회원|주부|농부|농민|저자|시민|독자)$"
)
SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥"
    "육인맹제모탁국어은편용예경봉사부복태목형피두감음빈동온호범좌팽승간상시갈단견당화창옹순나"
)
DOUBLE_SURNAMES = ("남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방", "망절")
# What looks like a name of three syllables and is a place, a desk or a word of a page's head.
_NO_PEOPLE = (
    "부동산 정치부 사회부 경제부 국제부 문화부 체육부 생활부 산업부 금융부 증권부 지역부 편집부 편집국 사진부 기획부 심의부 취재부 연예부 전국부 온라인 "
    "인터넷 모바일 스포츠 오피니언 사설 칼럼 시론 기고 연재 기획 인사 부고 동정 여행 건강 경제 정치 문화 사회 국제 산업 금융 증권 지역 교육 연예 "
    "방송 기사전송 최신기사 관련기사 추천기사 인기기사 전체기사 주요기사 제보 제공 발표 전송 송고 공유 인쇄 구독 홈 기사 원문 유료 무료 전체 이전 다음 "
    "조회 추천 주소 복사 사진 영상 동영상 정리 소식 공지 안내 서울 부산 인천 대구 대전 광주 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주 "
    "도쿄 시드니 하노이 방콕 런던 파리 로마 모스크바 베이징 상하이 홍콩 마닐라 전주 청주 창원 진주 순천 목포 여수 안동 경주 포항 구미 원주 강릉 춘천 "
    "천안 수원 성남 고양 용인 안산 안양 부천 평택 의정부 이천 여주 양평 양주 김포 김해 양산 거제 통영 사천 밀양 함안 창녕 하동 남해 산청 함양 군산 "
    "익산 정읍 남원 김제 고창 부안 나주 광양 담양 구례 고흥 보성 화순 장흥 강진 해남 영암 무안 한겨레 함평 완도 진도 신안 제천 충주 공주 보령 아산 "
    "서산 논산 계룡 당진 금산 부여 서천 청양 홍성 예산 태안 단양 진천 음성 괴산 증평 옥천 영동 보은 이미지 기본형 고화질 인기순 최신순 조회수 댓글 "
    "의견 관련 문의 주간 월간 도서 서평 신간 소설 시집 이전글 다음글 목록 전문 현장 장충 잠실 고척 마이데일리"
)
NO_PEOPLE = frozenset(_NO_PEOPLE.split())
ROLE = re.compile(
    r"^(?:(?:글|취재|정리|작성|대담|번역|구성|진행|집필|필자)(?:\s?[·,/&]\s?(?:글|취재|정리|사진|영상|그림|그래픽|번역))*(?:자|이|기자)?|기자명|작성자|글쓴이|by)"
    r"(?:\s*[:：|=]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
# Who took the pictures is named beside who wrote, and stands in for one where nobody is.
PICTURES = re.compile(
    r"^(?:사진|영상|촬영|그림|그래픽|일러스트|삽화|편집|디자인|photo(?:graph)?s?(?:\sby)?|영상편집|자료|VJ)(?:\s?[·,/&]\s?(?:영상|사진|편집))*(?:\s*[:：|=/]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
MAIL = re.compile(r"[(\[<]?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*[)\]>]?")
ASIDE = re.compile(r"(?<=\S)\s*[(\[（<][^()\[\]（）<>]{0,40}[)\]）>]")
PIECES = re.compile(r"\s*(?:[,，/|│ㅣ;&=＝\n]|\s[-–—]\s|(?<=\S)\s?[·ㆍ∙]\s?|\s및\s|\sand\s)\s*")
HANGUL = re.compile(r"[가-힣]+$")
LATIN_NAME = re.compile(r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’.-]*){1,3}$")
ENGLISH_PERSON = re.compile(
    r"^(?:By\s+)?([A-Z][\w'’-]+(?:\s[A-Z][\w'’.-]+){1,3}),?\s(?:staff\s)?(?:reporter|correspondent|writer|editor)$",
    re.IGNORECASE,
)
ROLES_ALONE = {
    **dict.fromkeys(("글", "취재", "기자", "정리", "대담", "번역", "작성자", "글쓴이", "by", "By"), False),
    **dict.fromkeys(
        ("사진", "영상", "촬영", "그림", "그래픽", "일러스트", "삽화", "편집", "디자인", "자료", "영상편집"), True
    ),
}
"""Words that stand alone before a name, and whether they tell who took the pictures."""

PLACE_ENDS = "부팀국군시구도"
BOTH_ROLES = re.compile(r"(?:글|취재)\s?[·,/&]\s?사진\s*[:：=|]?\s*|사진\s?[·,/&]\s?글\s*[:：=|]?\s*")
FRAME = " []()<>【】/|·,:=-■"
MARKS = "▲△▶▷◇◆○●★☆※*"
SENTENCE = re.compile(r"[.!?…]\s*$|[다요죠까]$")
SIGN = re.compile(
    r"기자|특파원|위원|통신원|앵커|아나운서|리포터|PD|피디|에디터|칼럼니스트|평론가|교수|^(?:글|사진|취재|정리|by|photo)\b",
    re.IGNORECASE,
)
"""What a byline has: a cheap look before it is read."""

WORDS_BEFORE = 3  # words before a job among which the name is
MOST_WORDS = 6  # words of a name with its position
LONGEST_SIGNATURE = 60


def is_person(text: str, *, sure: bool = True) -> bool:
    """Whether a word has the shape of a Korean's name; with `sure`, of the usual three syllables."""
    if not HANGUL.match(text) or text in NO_PEOPLE:
        return False
    if text.startswith(DOUBLE_SURNAMES) and len(text) in (3, 4):
        return True
    if text[0] not in SURNAMES:
        return False
    return len(text) == 3 or (not sure and len(text) in (2, 4))


def may_be_people(text: str) -> bool:
    """Whether names, joined by commas, have the shape of people's."""
    return all(is_person(name, sure=False) or LATIN_NAME.match(name) for name in text.split(", "))


def people_of(text: str) -> str:
    """The names in a byline without job, place and publisher; else the text, without a mail address."""
    named = people_in(text)
    return ", ".join(named) if named else text


def people_in(text: str, *, signed: bool = False) -> list[str]:
    """The people that a byline names, or where it names no writer those who took the pictures; [] where it names none.

    With `signed`, only those beside whom a job, a position or a word for the role stands.
    """
    writers, others = read_byline(text, signed=signed)
    return writers or others


def read_byline(text: str, *, signed: bool = False) -> tuple[list[str], list[str]]:
    """The people that a byline names: who wrote, and who took the pictures."""
    line = BOTH_ROLES.sub("글 ", ASIDE.sub(" ", MAIL.sub(" ", tidy(text)))).strip(FRAME)
    if not line:
        return [], []
    writers: list[str] = []
    others: list[str] = []
    waiting: list[str] = []  # bare names before one with a job: «김보람·이도담 기자»
    told = pictured = unknown = False
    for piece in PIECES.split(line):
        if not (piece := piece.strip(FRAME)):
            continue
        if piece in ROLES_ALONE:
            told, pictured = True, ROLES_ALONE[piece]
            continue
        if (rest := PICTURES.sub("", piece, count=1)) != piece:
            told, pictured = True, True
        elif (rest := ROLE.sub("", piece, count=1)) != piece:
            told, pictured = True, False
        name, has_job = _name_of(rest, told=told)
        if name is None:
            unknown = True
            continue
        found = others if pictured else writers
        if has_job or told:
            found += [*waiting, name]
            waiting.clear()
        else:
            waiting.append(name)
    if not writers and not others:
        if english := ENGLISH_PERSON.match(line):
            return [english[1]], []
        writers = [] if signed or unknown else waiting
    return list(dict.fromkeys(writers)), list(dict.fromkeys(others))


def _name_of(piece: str, *, told: bool) -> tuple[str | None, bool]:
    """The name in one piece of a byline, and whether a job stands beside it.

    A word alone is a name by its shape, or where a word for the role was before it (`told`).
    """
    words = piece.split()
    if (job := JOB_END.search(words[-1])) is not None:
        joined = words[-1][: job.start()]
        before = words[max(0, len(words) - 1 - WORDS_BEFORE) : -1]
        candidates = [*before, joined] if joined else before
        for sure in (True, False):
            if fits := [word for word in candidates if is_person(word, sure=sure)]:
                # Desks and places may look like names: «원유나 부동산전문기자», «장흥군 김보람 기자».
                fits = [word for word in fits if word[-1] not in PLACE_ENDS] or fits
                return fits[0] if joined and job[0] != "기자" else fits[-1], True
        if piece in NO_PEOPLE:
            return None, False
        if joined and not before:
            return piece, True  # «로봇기자»
        pen = [word for word in candidates if HANGUL.match(word) and 2 <= len(word) <= 4 and word not in NO_PEOPLE]
        return (pen[-1] if pen else None), True
    if len(words) == 1:
        alone = is_person(piece, sure=False) or (told and HANGUL.match(piece) is not None and 2 <= len(piece) <= 4)
        return (piece if alone else None), False
    if is_person(words[0]) and len(words) <= MOST_WORDS and POSITION_END.search(words[-1]):
        return words[0], True
    return (piece if told and LATIN_NAME.match(piece) else None), False


def signed_by(line: str) -> list[str]:
    """The people named by a line that is nothing but a byline: «맹순자 경찰서 경위», «YNN 차영호 (sky@ynn.example)»."""
    line = tidy(line)
    if not 2 < len(line) <= LONGEST_SIGNATURE or SENTENCE.search(line) or line.count(" ") > MOST_WORDS:
        return []
    if line[0] in MARKS:
        return []  # an entry of a list: «▲ 김보람 기획실장»
    if people := people_in(line, signed=True):
        return people
    if MAIL.search(line):
        words = MAIL.sub(" ", line).strip(FRAME).split()
        return [words[-1]] if words and len(words) < WORDS_BEFORE and is_person(words[-1]) else []
    return []
