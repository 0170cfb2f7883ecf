"""A file of addresses: one wrong line does not keep the others from being fetched."""

from __future__ import annotations

import pytest

from newscrawl.errors import ConfigurationError
from spiders.article import addresses_in


def test_wrong_lines_are_told_and_the_rest_is_read(tmp_path):
    file = tmp_path / "addresses.txt"
    file.write_text("# news\nhttps://a.example/1\n\nnot an address\nhttps://a.example/1\nhttps://a.example/2\n")
    found, refused = addresses_in(file)
    assert found == ["https://a.example/1", "https://a.example/2"]
    assert len(refused) == 1
    assert "line 4" in refused[0]


def test_a_file_without_any_address_is_refused(tmp_path):
    file = tmp_path / "addresses.txt"
    file.write_text("nothing here\n")
    with pytest.raises(ConfigurationError, match="holds no address"):
        addresses_in(file)
