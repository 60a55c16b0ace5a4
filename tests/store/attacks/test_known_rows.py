"""Who knows some patients learns nothing of the others from the token table.

The attack is that on linked blind indexes (Naveed, Kamara and Wright, 2015): known rows
tell which token is which name, and the tokens of every other row tell theirs. Against a
table that ties tokens to patients it reads most names; ours has nothing to tie.
"""

from __future__ import annotations

import random  # noqa: TID251 - seeded: the same in every run
from collections import Counter, defaultdict
from itertools import accumulate
from string import ascii_lowercase
from typing import TYPE_CHECKING, NamedTuple

from amnesty.domain.staff import Compartment
from db.search.words import form_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from db.keyring.tokens import TokenKeys
    from db.register import SqlRegister

PATIENTS = 100_000
KNOWN = 5_000
CHANCE_ALONE = 0.01
"""How far a share of 95,000 may lie from what it is on average, and be no better."""


class Entry(NamedTuple):
    """One row of a token table: the token, and what stands beside it."""

    tok: int
    beside: bytes


Table = list[Entry]
Tie = "Callable[[Entry], bytes]"


def test_known_rows_tell_nothing_of_others(
    clerk: SqlRegister, log: Callable[..., None]
) -> None:
    """Of 100,000 patients, knowing 5,000 tells no more names than guessing does."""
    with clerk.transaction() as transaction:
        keys = transaction.access.keyring.keys(Compartment.IDENTITY).tokens
        log(transaction)
    chosen = random.Random(5)  # noqa: S311 - the same population in every run
    ids = [chosen.getrandbits(64) for _ in range(PATIENTS)]
    names = list(_names(chosen))
    ours, linked = _tables(keys, ids, names)
    by_guessing = Counter(names[:KNOWN]).most_common(1)[0][0]
    guessed = _share(names[KNOWN:], [by_guessing] * (PATIENTS - KNOWN))
    assert _attack(linked, ids, names, _whole) > 0.25
    for tie in (_whole, _first_half, _second_half, _first_bytes):
        assert _attack(ours, ids, names, tie) <= guessed + CHANCE_ALONE


def _names(chosen: random.Random) -> Iterable[tuple[str, str]]:
    """Return forenames and surnames that are as common as Zipf's law has them."""
    firsts, lasts = _words(400, chosen), _words(5_000, chosen)
    yield from zip(
        chosen.choices(firsts, cum_weights=_zipf(len(firsts)), k=PATIENTS),
        chosen.choices(lasts, cum_weights=_zipf(len(lasts)), k=PATIENTS),
        strict=True,
    )


def _words(count: int, chosen: random.Random) -> list[str]:
    letters = ascii_lowercase
    words: set[str] = set()
    while len(words) < count:
        words.add("".join(chosen.choices(letters, k=chosen.randrange(4, 9))))
    return sorted(words)


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (place + 2) for place in range(count)))


def _tables(
    keys: TokenKeys, ids: Sequence[int], names: Sequence[tuple[str, str]]
) -> tuple[Table, Table]:
    """Return the table as we keep it, and one with patients' ids beside tokens."""
    tokens: dict[str, list[int]] = {}
    pairs: list[tuple[int, int]] = []
    for owner, name in zip(ids, names, strict=True):
        for form in name:
            if form not in tokens:
                tokens[form] = [keys.token(word) for word in form_words(form)]
            pairs += [(token, owner) for token in tokens[form]]
    references = keys.references_to(pairs)
    ours = [
        Entry(token, one) for (token, _), one in zip(pairs, references, strict=True)
    ]
    linked = [Entry(token, owner.to_bytes(8, "big")) for token, owner in pairs]
    return ours, linked


def _whole(entry: Entry) -> bytes:
    return entry.beside


def _first_half(entry: Entry) -> bytes:
    return entry.beside[:8]


def _second_half(entry: Entry) -> bytes:
    return entry.beside[8:]


def _first_bytes(entry: Entry) -> bytes:
    return entry.beside[:2]


def _attack(
    table: Table,
    ids: Sequence[int],
    names: Sequence[tuple[str, str]],
    tie: Callable[[Entry], bytes],
) -> float:
    """Return of what share of the unknown patients the whole name is read.

    Whoever attacks knows the ids of all, and the names of the first of them; and takes
    for one patient's what the tie says is alike.
    """
    sizes = [tie(Entry(0, one.to_bytes(8, "big") * 2)) for one in ids]
    width = len(table[0].beside)
    keys = [key[: min(len(key), width)] for key in sizes]
    if width == 8:
        keys = [one.to_bytes(8, "big") for one in ids]
    tokens: dict[bytes, set[int]] = {key: set() for key in keys}
    for entry in table:
        if (found := tokens.get(tie(entry))) is not None:
            found.add(entry.tok)
    seen: dict[int, Counter[tuple[int, str]]] = defaultdict(Counter)
    held: Counter[tuple[int, str]] = Counter()
    for key, name in zip(keys[:KNOWN], names[:KNOWN], strict=True):
        for place, form in enumerate(name):
            held[place, form] += 1
            for token in tokens.get(key, ()):
                seen[token][place, form] += 1
    usual = Counter(names[:KNOWN]).most_common(1)[0][0]
    means = {token: _meaning(counts, held) for token, counts in seen.items()}
    guesses = [
        _guess([means[one] for one in tokens.get(key, ()) if one in means], usual)
        for key in keys[KNOWN:]
    ]
    return _share(names[KNOWN:], guesses)


def _meaning(
    counts: Counter[tuple[int, str]], held: Counter[tuple[int, str]]
) -> tuple[float, int, str]:
    """Return the word that a token stands for, and how surely."""
    total = counts.total() / 2
    (place, form), often = max(
        counts.items(), key=lambda one: one[1] / max(total, held[one[0]])
    )
    return often / max(total, held[place, form]), place, form


def _guess(
    meanings: Iterable[tuple[float, int, str]], usual: tuple[str, str]
) -> tuple[str, str]:
    best = list(usual)
    sure = [0.0, 0.0]
    for how_sure, place, form in meanings:
        if how_sure > sure[place]:
            sure[place], best[place] = how_sure, form
    return best[0], best[1]


def _share(
    names: Sequence[tuple[str, str]], guesses: Sequence[tuple[str, str]]
) -> float:
    right = sum(one == guess for one, guess in zip(names, guesses, strict=True))
    return right / len(names)
