"""Strict reading of one decoded map: every label is known, every value of its kind."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from amnesty.credential.instants import LATEST, from_seconds
from amnesty.domain.identifiers import GssCode
from amnesty.errors.credential import FieldFault, FieldRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
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
    seen = text.translate(_JOINERS)
    return bool(seen) and seen.isprintable() and unicodedata.is_normalized("NFC", text)


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
    return Fields(dict(enumerate(item)), of=of, required=set(range(count)))


class Fields:
    """The fields of one map; each method reads one, or refuses the whole."""

    def __init__(
        self,
        value: object,
        *,
        of: str,
        required: AbstractSet[Label],
        optional: AbstractSet[Label] = frozenset(),
        names: Mapping[Label, str] | None = None,
    ) -> None:
        """Take a map that has all required labels and no unknown one.

        Args:
            value: what was decoded.
            of: what the map is, for an error to say.
            required: labels that must stand in it.
            optional: labels that may.
            names: what an error calls a label, where that is not `of` and the label.
        """
        self._of = of
        self._names = names
        if not isinstance(value, dict):
            raise FieldRefusedError(of, FieldFault.NOT_A_MAP)
        self._values = value
        labels = value.keys()
        if labels != required and not required <= labels <= (required | optional):
            raise self._labels_refusal(required, optional)

    def _labels_refusal(
        self, required: AbstractSet[Label], optional: AbstractSet[Label]
    ) -> FieldRefusedError:
        for label in required:
            if label not in self._values:
                return self.refusal(label, FieldFault.MISSING)
        unknown = next(iter(self._values.keys() - required - optional))
        return self.refusal(unknown, FieldFault.UNKNOWN)

    def __contains__(self, label: Label) -> bool:
        """Return whether an optional label stands in the map."""
        return label in self._values

    def refusal(self, label: Label, fault: FieldFault) -> FieldRefusedError:
        """Return the error that names a field."""
        name = f"{self._of} {label}"
        if self._names is not None:
            name = self._names.get(label, name)
        return FieldRefusedError(name, fault)

    def value(self, label: Label) -> object:
        """Return a value that is read elsewhere."""
        return self._values[label]

    def whole(self, label: Label, *, least: int = 0, most: int = MOST) -> int:
        """Read a whole number."""
        return self._whole(label, self._values[label], least, most)

    def wholes(self, label: Label, *, counts: Collection[int]) -> list[int]:
        """Read an array of whole numbers, as many as one of `counts` says."""
        items = self.items(label)
        if len(items) not in counts:
            raise self.refusal(label, FieldFault.SIZE)
        return [self._whole(label, item, 0, MOST) for item in items]

    def instant(self, label: Label) -> datetime:
        """Read a time."""
        return from_seconds(self._whole(label, self._values[label], 0, LATEST))

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
        return self._text(label, self._values[label])

    def issuer(self, label: Label) -> GssCode:
        """Read an authority's code.

        Only its shape: which kinds of authority may register is for the root to say,
        and a verifier older than a kind must not call its certificates false.
        """
        code = self.text(label)
        if not _GSS_CODE.fullmatch(code):
            raise self.refusal(label, FieldFault.FORM)
        return GssCode(code)

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
        """Read an array of so many texts."""
        items = self.items(label)
        if len(items) != count:
            raise self.refusal(label, FieldFault.SIZE)
        return [self._text(label, item) for item in items]

    def items(self, label: Label) -> list[object]:
        """Read an array."""
        value = self._values[label]
        if not isinstance(value, list):
            raise self.refusal(label, FieldFault.KIND)
        return value

    def inner(
        self,
        label: Label,
        *,
        required: AbstractSet[Label],
        optional: AbstractSet[Label] = frozenset(),
        names: Mapping[Label, str] | None = None,
    ) -> Fields:
        """Read a map inside this one."""
        return Fields(
            self._values[label],
            of=f"{self._of} {label}",
            required=required,
            optional=optional,
            names=names,
        )

    def _whole(self, label: Label, value: object, least: int, most: int) -> int:
        # True and False are numbers to Python, and of another type.
        if type(value) is not int:
            raise self.refusal(label, FieldFault.KIND)
        if not least <= value <= most:
            raise self.refusal(label, FieldFault.RANGE)
        return value

    def _text(self, label: Label, value: object) -> str:
        if not isinstance(value, str):
            raise self.refusal(label, FieldFault.KIND)
        if not is_fit_text(value):
            raise self.refusal(label, FieldFault.LETTERS)
        return value
