"""What a transaction does, on every engine alike."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from newscrawl.dates import Moment
from newscrawl.errors import BoardBusyError, DatabaseUnavailableError
from newscrawl.items import Board, DocumentItem, ListingItem, Post, ProblemItem
from newscrawl.store import LeaseLostError, Store
from tests.store.conftest import BOARD, NOW, document, rows

KST = timezone(timedelta(hours=9))


def live(store: Store) -> dict:
    return {post.key: post for post in store.posts()}


def kinds(store: Store) -> list[tuple[str, str]]:
    return [(change.kind, change.key) for change in store.changes()]


def test_a_new_row_is_stored_and_its_document_wanted(store):
    run = store.begin_run(BOARD)
    assert run.write([rows(3, 2, 1)]).new == 3
    assert [wanted.key for wanted in run.wanted(10)] == ["3", "2", "1"]
    assert kinds(store) == []


def test_a_document_completes_its_post_and_announces_it(store):
    run = store.begin_run(BOARD)
    run.write([rows(2, 1)])
    run.write([document(2, "긴 글")])
    assert live(store)["2"].body_text == "긴 글"
    assert live(store)["2"].version == 1
    assert kinds(store) == [("new", "2")]
    assert [wanted.key for wanted in run.wanted(10)] == ["1"]


def test_an_edit_makes_a_version_and_keeps_the_old_one(store):
    run = store.begin_run(BOARD)
    run.write([rows(1), document(1, "처음")])
    assert run.write([document(1, "고침")]).edited == 1
    post = live(store)["1"]
    assert post.version == 2
    assert [version.body_text for version in store.versions(post.id)] == ["처음", "고침"]
    assert kinds(store) == [("new", "1"), ("edited", "1")]


@pytest.mark.parametrize("changes", [{"views": 9}, {"votes": 9}, {"body_html": "<p>본문</p>"}, {"body_text": " 본문 "}])
def test_what_is_no_edit_makes_no_version(store, changes):
    run = store.begin_run(BOARD)
    run.write([rows(1), document(1)])
    assert run.write([document(1, **changes)]).edited == 0
    assert live(store)["1"].version == 1


def test_a_time_that_refines_a_day_is_no_edit(store):
    run = store.begin_run(BOARD)
    day = Moment(date(2025, 6, 27), "day", "2025.06.27")
    minute = Moment(datetime.fromisoformat("2025-06-27T09:41:00+09:00"), "minute", "2025.06.27 09:41")
    run.write([rows(1, published=day), document(1, published=day)])
    assert live(store)["1"].published_at.isoformat() == "2025-06-26T15:00:00+00:00"
    assert run.write([document(1, published=minute)]).edited == 0
    post = live(store)["1"]
    assert (post.published_at.isoformat(), post.published_precision) == ("2025-06-27T00:41:00+00:00", "minute")


def test_compare_says_what_write_would_do(store):
    run = store.begin_run(BOARD)
    run.write([rows(2, 1)])
    seen = [*rows(3, 2).posts, Post("1", "", "다른 제목")]
    assert run.compare(seen) == ["new", "known", "changed"]


def test_a_changed_row_wants_its_document_again_and_counters_do_not(store):
    run = store.begin_run(BOARD)
    run.write([rows(2, 1), document(2), document(1)])
    run.write([rows(2, views=500), rows(1, title="바뀐 제목")])
    assert [(wanted.key, wanted.reason, wanted.title) for wanted in run.wanted(10)] == [("1", "changed", "바뀐 제목")]
    assert live(store)["2"].views == 500


def test_each_edit_of_a_post_that_nobody_may_open_makes_a_version(store):
    run = store.begin_run(BOARD)
    run.write([rows(1), DocumentItem(BOARD, "1", "https://example.kr/news/1", NOW, "secret")])
    for title in ("고친 제목", "또 고친 제목"):
        run.write([rows(1, title=title)])
    (post,) = store.posts()
    assert (post.title, post.version) == ("또 고친 제목", 3)
    assert [version.title for version in store.versions(post.id)] == ["제목 1", "고친 제목", "또 고친 제목"]


def test_the_same_post_twice_in_a_batch_is_one(store):
    run = store.begin_run(BOARD)
    assert run.write([rows(2, 1), rows(2, 1, page=2), document(2), document(2, "나중")]).new == 2
    assert live(store)["2"].body_text == "나중"


def test_a_document_that_is_gone_deletes_only_what_a_whole_walk_missed(store):
    run = store.begin_run(BOARD)
    run.write([rows(2, 1), document(2), document(1)])
    gone = DocumentItem(BOARD, "1", "", NOW, "deleted", "글이 존재하지 않습니다.")
    run.write([gone])
    assert set(live(store)) == {"1", "2"}
    assert run.mark_unseen_wanted(NOW + timedelta(hours=1)) == 2
    run.write([gone, document(2)])
    assert set(live(store)) == {"2"}
    assert kinds(store)[-1] == ("deleted", "1")
    run.write([rows(1)])
    assert set(live(store)) == {"1", "2"}
    assert kinds(store)[-1] == ("restored", "1")


def test_a_secret_document_is_settled_and_a_failed_one_stays_wanted(store):
    run = store.begin_run(BOARD)
    run.write([rows(2, 1)])
    run.write(
        [
            DocumentItem(BOARD, "2", "", NOW, "secret", "비밀글입니다."),
            ProblemItem(BOARD, "", NOW, "fetch", "HTTP 500", key="1"),
        ]
    )
    assert run.wanted(10) == []
    assert run.wanted_count() == 1
    run.finish("partial")
    assert kinds(store) == [("new", "2"), ("new", "1")]
    assert [wanted.key for wanted in store.begin_run(BOARD).wanted(10)] == ["1"]


POISON = [
    {"number": 10**30},
    {"views": -(10**30)},
    {"published": Moment(datetime(1, 1, 1, tzinfo=KST), "second", "0001")},
]


@pytest.mark.parametrize("poison", POISON, ids=["number", "views", "date"])
def test_a_poison_row_is_set_aside_and_the_rest_is_stored(store, poison):
    run = store.begin_run(BOARD)
    item = rows(5, 4, 3, 2, 1)
    for name, value in poison.items():
        setattr(item.posts[2], name, value)
    run.write([item])
    assert set(live(store)) == {"5", "4", "2", "1"}
    (problem,) = store.problems()
    assert (problem.stage, problem.key) == ("store", "3")
    assert problem.item["posts"][0]["key"] == "3"
    assert run.walk() == {"page": 1}


def test_a_poison_document_is_not_asked_for_again_in_the_same_run(store):
    run = store.begin_run(BOARD)
    run.write([rows(2, 1)])
    run.write([document(2, views=10**30), document(1)])
    assert run.wanted(10) == []
    assert run.wanted_count() == 1
    assert [(problem.key, problem.item["type"]) for problem in store.problems()] == [("2", "DocumentItem")]


UNSTORABLE = {
    "nul": {"title": "NUL\0이 있음"},
    "surrogate": {"author": "짝 없는 \ud800 글자"},
    "long": {"title": "긴 " * 2_500_000},
    "year 0": {"published": "0000-00-00"},
    "year 10000": {"published": "10000-01-01"},
}


def test_one_poison_row_in_a_hundred_takes_none_along(store):
    """All others are stored; each poison row is a problem, and what can be stored of it is."""
    run = store.begin_run(BOARD)
    kinds_ = [*UNSTORABLE.values(), *POISON]
    poisoned = {}
    for page in range(8):
        item = rows(*range(page * 100, page * 100 + 100), page=page + 1)
        poisoned[item.posts[37].key] = kinds_[page]
        for name, value in kinds_[page].items():
            setattr(item.posts[37], name, value)
        run.write([item])
    others = {str(key) for key in range(800)} - poisoned.keys()
    stored = live(store)
    assert others <= stored.keys()
    assert {problem.key for problem in store.problems(limit=100)} == poisoned.keys()
    assert all(problem.item for problem in store.problems(limit=100))
    mended = {key for key, poison in poisoned.items() if poison in UNSTORABLE.values()}
    assert mended <= stored.keys()
    assert stored["37"].title == "NUL이 있음"
    assert len(stored["237"].title) == 10_000


def test_what_is_no_fault_of_a_value_sets_nothing_aside(store):
    """A table that was changed by hand, or a missing right, would make a problem of every post."""
    run = store.begin_run(BOARD)
    with store._opened().begin() as connection:
        for view in ("posts", "changes"):
            connection.execute(text(f"DROP VIEW {view}"))
        connection.execute(text("ALTER TABLE post RENAME COLUMN similarity TO alike"))
    with pytest.raises(DatabaseUnavailableError, match="by hand"):
        run.write([rows(3, 2, 1)])
    assert store.problems() == []


def test_the_same_flaw_is_told_once(store):
    run = store.begin_run(BOARD)
    for _ in range(3):
        run.write([rows(1, title="NUL\0"), document(1, title="NUL\0")])
    assert len(store.problems()) == 2  # the row's and the document's


@pytest.mark.parametrize(
    "shown", ["NUL\0이 있음", "짝 없는 \ud800 글자", "이모지 👨‍👩‍👧 와 漢字 \U00020000", "가" * 50_000]
)
def test_any_text_is_stored(store, shown):
    run = store.begin_run(BOARD)
    names = {"title": shown, "author": shown, "category": shown, "publisher": shown}
    run.write([rows(1, **names), document(1, body=shown, body_html=shown, **names)])
    post, clean = live(store)["1"], shown.replace("\0", "").replace("\ud800", "")
    assert (post.title, post.author, post.category) == (clean[:10_000], clean[:255], clean[:255])
    assert (post.publisher, post.body_text, post.body_html) == (clean[:10_000], clean, clean)


def test_two_halves_of_a_character_become_it(store):
    run = store.begin_run(BOARD)
    run.write([rows(1, title="\ud83d\ude87 교대역")])
    assert live(store)["1"].title == "🚇 교대역"


def test_a_transaction_that_ran_although_its_answer_was_lost_may_run_again(store):
    run = store.begin_run(BOARD)
    for _ in range(2):
        run.write([rows(2, 1)])
    for _ in range(2):
        run.write([document(2), document(1)])
    assert kinds(store) == [("new", "2"), ("new", "1")]
    assert {post.version for post in live(store).values()} == {1}


def test_a_very_long_key_is_stored_and_found_again(store):
    run = store.begin_run(BOARD)
    post = Post("https://example.kr/" + "긴" * 3000, "https://example.kr/", "제목")
    item = ListingItem(BOARD, BOARD.url, NOW, [post])
    run.write([item])
    assert run.compare([post]) == ["known"]


def test_one_run_a_board_at_a_time(store):
    run = store.begin_run(BOARD)
    with pytest.raises(BoardBusyError):
        store.begin_run(BOARD)
    run.finish("complete")
    store.begin_run(BOARD)


def test_a_lease_that_nobody_renews_ends_and_its_run_may_not_write(database_url):
    clock = [NOW]
    with Store(database_url, now=lambda: clock[0]).open() as store:
        slow = store.begin_run(BOARD, owner="elsewhere:boot:1:1")
        clock[0] += timedelta(seconds=91)
        store.begin_run(BOARD)
        with pytest.raises(LeaseLostError):
            slow.write([rows(1)])
        assert live(store) == {}


def test_the_lease_of_a_dead_process_of_this_machine_ends_at_once(store):
    from newscrawl.store.lease import this_process

    host_and_boot = this_process().rsplit(":", 2)[0]
    store.begin_run(BOARD, owner=f"{host_and_boot}:999999:1")
    store.begin_run(BOARD)


def test_a_board_is_found_by_name_or_address(store):
    for board in (BOARD, Board("example.kr", "example.kr/news", "https://example.kr:8443/news", name="소식")):
        store.begin_run(board).finish("quiet")
    moved = Board("example.kr", "example.kr/board/news", "https://example.kr/board/news", name="소식")
    store.begin_run(moved).finish("quiet")
    assert [board.board for board in store.boards()] == ["소식"]
    assert len(store.runs(board="소식")) == 3


def test_the_run_keeps_its_counts(store):
    run = store.begin_run(BOARD)
    run.write([rows(2, 1), document(2)])
    record = run.finish("complete", reason="Alles da.", complete_to="2", evidence={"requests": 3})
    assert (record.verdict, record.pages, record.posts_new, record.documents) == ("complete", 1, 2, 1)
    assert (record.complete_to, record.evidence) == ("2", {"requests": 3})


def test_posts_are_read_in_pages_without_holes_or_repeats(store):
    run = store.begin_run(BOARD)
    dated = [Moment(date(2025, 1, 1 + key % 3), "day", "x") if key % 4 else None for key in range(25)]
    item = rows(*range(25))
    for post, moment in zip(item.posts, dated, strict=True):
        post.published = moment
    run.write([item])
    whole = [post.key for post in store.posts()]
    paged, last = [], None
    while page := list(store.posts(after=last, limit=4)):
        paged += [post.key for post in page]
        last = page[-1]
    assert paged == whole
    assert len(set(whole)) == 25


def dated(day: int) -> Moment:
    return Moment(date(2025, 6, day), "day", f"2025-06-{day:02}")


OLD = {"title": "마을 도서관 휴관 안내", "author": "솔바람", "published": dated(3)}
OTHER = {"title": "가을 음악회 자리 나눔", "author": "들꽃향", "published": dated(20)}


def test_an_id_that_the_site_uses_again_is_a_new_post_and_the_old_one_is_kept(store):
    run = store.begin_run(BOARD)
    run.write([rows(7, **OLD)])
    run.write([document(7, "휴관합니다", **OLD)])
    assert run.write([rows(7, **OTHER)]).new == 1
    run.write([document(7, "나눕니다", **OTHER)])
    assert {post.title: post.body_text for post in store.posts()} == {OTHER["title"]: "나눕니다"}
    gone = list(store.posts(deleted=True))
    assert [(post.title, post.body_text, post.version) for post in gone] == [(OLD["title"], "휴관합니다", 1)]
    assert [kind for kind, _ in kinds(store)] == ["new", "deleted", "new"]


@pytest.mark.parametrize("changed", [["title"], ["author"], ["published"], ["title", "published"], ["title", "author"]])
def test_what_an_edit_may_change_makes_no_other_post(store, changed):
    run = store.begin_run(BOARD)
    run.write([rows(7, **OLD), document(7, **OLD)])
    assert run.write([rows(7, **(OLD | {name: OTHER[name] for name in changed}))]).new == 0
    assert not list(store.posts(deleted=True))


def test_keys_that_move_overwrite_nothing_and_are_told(store):
    run = store.begin_run(BOARD)
    run.write([rows(9, 8, 7, 6, **OLD), *(document(key, **OLD) for key in (9, 8, 7, 6))])
    written = run.write([rows(9, 8, 7, 6, **OTHER)])
    assert (written.new, written.edited, written.problems) == (0, 0, 1)
    assert {post.title for post in store.posts()} == {OLD["title"]}
    assert "moves" in store.problems()[0].reason
