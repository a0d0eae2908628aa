"""Whatever a platform puts into a key, a table can hold it, and two keys stay two."""

from storage.keys import KEY_LIMIT, fitting


def test_a_plain_key_stays_as_it_is():
    assert fitting("introduce:7:9") == "introduce:7:9"


def test_an_odd_or_long_key_fits_and_stays_one_of_a_kind():
    odd = ["answer:a\x00b", "answer:ab\x00", "answer:\ud800", "x" * 400, "x" * 401]
    kept = [fitting(key) for key in odd]
    assert len(set(kept)) == len(odd)
    for key in kept:
        assert len(key) <= KEY_LIMIT
        assert key.isprintable()
        assert fitting(key) == key
