"""Strict reading of one decoded map: every label is known, every value of its kind."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from amnesty.credential.instants import LATEST, from_seconds
from amnesty.domain.identifiers import GssCode
from amnesty.errors.credential import FieldFault, FieldRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

Label = int | str

LONGEST_TEXT = 200
"""Characters in a text, at most."""
MOST = 1_000_000
"""The largest count or weight that a field holds."""
MOST_SLOTS = 1 << 24
"""Slots in a status list, at most."""

_JOINERS = {0x200C: None, 0x200D: None}
_GSS_CODE = re.compile(r"[A-Z][0-9]{8}")
_LIST_NAME = re.compile(r"[a-z0-9][a-z0-9:.-]{0,39}")


def is_fit_text(text: str) -> bool:
    """Return whether a text may stand in signed content.

    Printable, composed (NFC) and without outer spaces: what cannot be seen could turn
    the line around or make two different names look the same. Only the joiners that
    names in Persian, Bengali and Sinhala are spelt with may stand in it.
    """
    if not 0 < len(text) <= LONGEST_TEXT or text != text.strip():
        return False
    if text.isascii():
        return text.isprintable()
    is_seen = text.isprintable() or _is_printable_but_for_joiners(text)
    return is_seen and unicodedata.is_normalized("NFC", text)


def _is_printable_but_for_joiners(text: str) -> bool:
    seen = text.translate(_JOINERS)
    return bool(seen) and seen.isprintable()


_is_fit = lru_cache(maxsize=1024)(is_fit_text)
"""The same, of texts that come again and again and name nobody."""


def is_list_name(text: str) -> bool:
    """Return whether a text can name a status list, and a file made from it."""
    return _LIST_NAME.fullmatch(text) is not None


def parts_of(item: object, *, of: str, count: int) -> Fields:
    """Return the parts of an array, by their places from 0.

    Raises:
        FieldRefusedError: it is no array of so many.
    """
    if not isinstance(item, list) or len(item) != count:
        raise FieldRefusedError(of, FieldFault.SIZE)
    return Fields(dict(enumerate(item)), of, Labels(set(range(count))))


class Labels:
    """Which labels a map has: those that it must have, and those that it may."""

    __slots__ = ("known", "required")

    def __init__(
        self,
        required: AbstractSet[Label],
        optional: AbstractSet[Label] = frozenset(),
    ) -> None:
        """Take the labels that must stand in a map, and others that may."""
        self.required = required
        self.known = required | optional if optional else required


class Fields:
    """The fields of one map; each method reads one, or refuses the whole."""

    __slots__ = ("_names", "_of", "_values")

    def __init__(
        self,
        value: object,
        of: str,
        labels: Labels,
        names: Mapping[Label, str] | None = None,
    ) -> None:
        """Take a map that has all required labels and no unknown one.

        Args:
            value: what was decoded.
            of: what the map is, for an error to say.
            labels: which labels stand in it.
            names: what an error calls a label, where that is not `of` and the label.
        """
        self._of = of
        self._names = names
        if not isinstance(value, dict):
            raise FieldRefusedError(of, FieldFault.NOT_A_MAP)
        self._values = value
        required, known, there = labels.required, labels.known, value.keys()
        if required is known:
            is_whole = there == required
        else:
            is_whole = required <= there <= known
        if not is_whole:
            raise self._labels_refusal(labels)

    def _labels_refusal(self, labels: Labels) -> FieldRefusedError:
        for label in labels.required:
            if label not in self._values:
                return self.refusal(label, FieldFault.MISSING)
        unknown = next(iter(self._values.keys() - labels.known))
        return self.refusal(unknown, FieldFault.UNKNOWN)

    def __contains__(self, label: Label) -> bool:
        """Return whether an optional label stands in the map."""
        return label in self._values

    def has_all(self, labels: Iterable[Label]) -> bool:
        """Return whether all these labels stand in the map."""
        return all(map(self._values.__contains__, labels))

    def refusal(self, label: Label, fault: FieldFault) -> FieldRefusedError:
        """Return the error that names a field."""
        name = f"{self._of} {label}"
        if self._names is not None:
            name = self._names.get(label, name)
        return FieldRefusedError(name, fault)

    def value(self, label: Label) -> object:
        """Return a value that is read elsewhere."""
        return self._values[label]

    def whole(self, label: Label, least: int = 0, most: int = MOST) -> int:
        """Read a whole number."""
        value = self._values[label]
        # True and False are numbers to Python, and of another type.
        if type(value) is int and least <= value <= most:
            return value
        raise self._number_refusal(label, value)

    def wholes(self, label: Label, *, counts: Collection[int]) -> list[int]:
        """Read an array of whole numbers, as many as one of `counts` says."""
        items = self.items(label)
        if len(items) not in counts:
            raise self.refusal(label, FieldFault.SIZE)
        wholes = [item for item in items if type(item) is int and 0 <= item <= MOST]
        if len(wholes) != len(items):
            raise self._number_refusal(label, _first_unlike(items, wholes))
        return wholes

    def seconds(self, label: Label) -> int:
        """Read a time, as seconds since 1970."""
        return self.whole(label, 0, LATEST)

    def instant(self, label: Label) -> datetime:
        """Read a time."""
        return from_seconds(self.whole(label, 0, LATEST))

    def octets(self, label: Label, *, size: int | None = None) -> bytes:
        """Read a byte string, of one size if it is given."""
        value = self._values[label]
        if not isinstance(value, bytes):
            raise self.refusal(label, FieldFault.KIND)
        if size is not None and len(value) != size:
            raise self.refusal(label, FieldFault.SIZE)
        return value

    def text(self, label: Label) -> str:
        """Read a text that is fit to be shown."""
        value = self._values[label]
        if isinstance(value, str) and is_fit_text(value):
            return value
        raise self._text_refusal(label, value)

    def shared_text(self, label: Label) -> str:
        """Read a text that many certificates share, and that names nobody."""
        value = self._values[label]
        if isinstance(value, str) and _is_fit(value):
            return value
        raise self._text_refusal(label, value)

    def optional_text(self, label: Label) -> str | None:
        """Read a text that may be left out."""
        return self.text(label) if label in self._values else None

    def issuer(self, label: Label) -> GssCode:
        """Read an authority's code.

        Only its shape: which kinds of authority may register is for the root to say,
        and a verifier older than a kind must not call its certificates false.
        """
        code = self._values[label]
        if isinstance(code, str) and _GSS_CODE.fullmatch(code):
            return GssCode(code)
        self.text(label)
        raise self.refusal(label, FieldFault.FORM)

    def list_name(self, label: Label) -> str:
        """Read the name of a status list, which also names its files."""
        name = self._values[label]
        if not isinstance(name, str):
            raise self.refusal(label, FieldFault.KIND)
        if not is_list_name(name):
            fault = FieldFault.FORM if is_fit_text(name) else FieldFault.LETTERS
            raise self.refusal(label, fault)
        return name

    def texts(self, label: Label, *, count: int) -> list[str]:
        """Read an array of so many texts that many certificates share."""
        items = self.items(label)
        if len(items) != count:
            raise self.refusal(label, FieldFault.SIZE)
        texts = [item for item in items if isinstance(item, str) and _is_fit(item)]
        if len(texts) != count:
            raise self._text_refusal(label, _first_unlike(items, texts))
        return texts

    def items(self, label: Label) -> list[object]:
        """Read an array."""
        value = self._values[label]
        if not isinstance(value, list):
            raise self.refusal(label, FieldFault.KIND)
        return value

    def inner(
        self, label: Label, labels: Labels, names: Mapping[Label, str] | None = None
    ) -> Fields:
        """Read a map inside this one."""
        return Fields(self._values[label], f"{self._of} {label}", labels, names)

    def _number_refusal(self, label: Label, value: object) -> FieldRefusedError:
        is_number = type(value) is int
        return self.refusal(label, FieldFault.RANGE if is_number else FieldFault.KIND)

    def _text_refusal(self, label: Label, value: object) -> FieldRefusedError:
        is_text = isinstance(value, str)
        return self.refusal(label, FieldFault.LETTERS if is_text else FieldFault.KIND)


def _first_unlike(items: list[object], fit: Sequence[object]) -> object:
    """Return the first item that is not among the fit ones, which keep their order."""
    return next(
        item
        for place, item in enumerate(items)
        if place >= len(fit) or item is not fit[place]
    )
