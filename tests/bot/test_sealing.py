"""What waits in the database and tokens can be read with the key, and with nothing else."""

import pytest

from bot.sealing import Sealing, Unsealable

WORDS = b"note Whistlewood moderation"


def test_what_was_sealed_is_opened_with_the_same_key():
    assert Sealing(b"one key").open(Sealing(b"one key").seal(WORDS)) == WORDS
    assert Sealing(b"one key").open(Sealing(b"one key").seal(b"")) == b""


def test_the_same_words_are_sealed_differently_each_time_and_never_in_the_clear():
    sealing = Sealing(b"one key")
    many = {sealing.seal(WORDS) for _ in range(100)}

    assert len(many) == 100
    assert not any(b"Whistlewood" in each for each in many)


def test_another_key_opens_nothing():
    with pytest.raises(Unsealable):
        Sealing(b"another key").open(Sealing(b"one key").seal(WORDS))


def test_a_single_changed_bit_is_noticed_wherever_it_is():
    sealing = Sealing(b"one key")
    sealed = sealing.seal(WORDS)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unsealable):
            sealing.open(bytes(changed))


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x01" + b"0" * 12, b"x" * 100])
def test_what_was_never_sealed_is_said_to_be_so(rubbish):
    with pytest.raises(Unsealable):
        Sealing(b"one key").open(rubbish)


def test_each_purpose_has_a_key_of_its_own():
    sealing = Sealing(b"one key")

    assert sealing.key("seal") != sealing.key("links")
    assert len(sealing.key("links")) == 32
