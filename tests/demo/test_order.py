"""The order of posts: it does what a plain list would do, in less memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.demo.order import Order


@given(
    st.integers(0, 40),
    st.lists(st.tuples(st.sampled_from(["insert", "remove", "move"]), st.integers(0, 60), st.integers(0, 60))),
    st.integers(0, 50),
    st.integers(0, 50),
)
def test_behaves_as_a_list(size: int, changes: list[tuple[str, int, int]], start: int, stop: int) -> None:
    order, plain = Order([(size, 1)]), list(range(size, 0, -1))
    fresh = size
    for kind, first, second in changes:
        if kind == "insert":
            fresh += 1
            order.insert(fresh, first)
            plain.insert(first, fresh)
        elif plain:
            serial = plain.pop(first % len(plain))
            order.remove(serial)
            if kind == "move":
                order.insert(serial, second)
                plain.insert(second, serial)
    assert list(order) == plain
    assert len(order) == len(plain)
    assert order.part(start, stop) == plain[start:stop]
    assert [order.position(serial) for serial in plain] == list(range(len(plain)))
    assert order.highest == max(plain, default=0)
    assert all((serial in order) == (serial in plain) for serial in range(fresh + 2))
    assert list(Order(order.runs)) == plain


def test_posts_added_at_the_top_cost_nothing() -> None:
    order = Order([(1_000_000, 1)])
    for serial in range(1_000_001, 1_000_101):
        order.insert(serial)
    assert order.runs == [(1_000_100, 1)]


@given(st.sets(st.integers(1, 40)))
def test_many_posts_are_removed_at_once(gone: set[int]) -> None:
    order = Order([(20, 11), (40, 21), (10, 1)])
    plain = [serial for serial in order if serial not in gone]
    order.remove(*gone)
    assert list(order) == plain
    assert [order.position(serial) for serial in plain] == list(range(len(plain)))


def test_a_post_that_is_not_listed_has_no_position() -> None:
    order = Order([(5, 4), (2, 1)])
    with pytest.raises(KeyError):
        order.position(3)
    with pytest.raises(KeyError):
        order.remove(3)
    assert order.place_of(3) == 2
