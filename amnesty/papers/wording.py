"""What stands on a certificate and is not in its signed bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from amnesty.domain.certificate import CertifiedAgreement
from amnesty.papers.catalogue import Catalogue, Tongue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amnesty.domain.policy import Texts


@dataclass(frozen=True, kw_only=True)
class Wording:
    """All that stands on a certificate and is not in its signed bytes."""

    catalogues: tuple[Catalogue, ...]
    """One for each language, the leading one first, filled in."""
    names: Mapping[Tongue, str]
    """The name under which it is issued, in each language."""
    telephone: str
    """Answers day and night."""
    agreement: CertifiedAgreement | None
    """The agreement worded here; it must be the one in the signed bytes."""
    agreement_text: str
    """In the agreement's own words; empty where none is in force."""
    changes_law: bool
    """Whether the agreement says that it changes the law."""
    marked_specimen: bool
    """Whether SPECIMEN stands across a paper that rests on an agreement."""

    @property
    def authority(self) -> str:
        """The name in the leading language."""
        return self.names[self.catalogues[0].tongue]

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of the paper's languages, the leading one first."""
        return tuple(one.tongue.value for one in self.catalogues)

    @property
    def is_draft(self) -> bool:
        """Whether a text of the certificate has not been read by a speaker yet."""
        return any(
            key.startswith("certificate.")
            for one in self.catalogues
            for key in one.unreviewed
        )


def one_line(text: str) -> str:
    """Return a text of several lines as one, as a page breaks it anew."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def policy_texts(texts: Texts) -> dict[str, str]:
    """Return what a policy profile words of the certificate, by the keys of the texts.

    A profile is worded once. Where papers are in two languages its words stand in
    both places: a translation of other words would contradict them.
    """
    single = {
        "certificate.statement": texts.statement,
        "certificate.statement_grower": texts.statement,
        "certificate.law": texts.legal_effect,
        "certificate.legal_basis": texts.legal_basis,
    }
    lists = {
        "certificate.counting_rules": texts.how_to_count,
        "certificate.condition_rules": texts.conditions,
        "certificate.officer_steps": texts.officer_steps,
    }
    for key, worded in lists.items():
        single |= {f"{key}.{at}": text for at, text in enumerate(worded, start=1)}
    return {key: one_line(text) for key, text in single.items() if one_line(text)}


def certificate_wording(
    *,
    catalogues: Iterable[Catalogue],
    names: Mapping[Tongue, str],
    force: str,
    telephone: str,
    agreement: CertifiedAgreement | None,
    agreement_text: str = "",
    changes_law: bool = False,
    marked_specimen: bool = False,
) -> Wording:
    """Return the wording for one authority and the agreement in force there, if any.

    Args:
        catalogues: The texts in each language of the paper, the leading one first.
        names: The name under which certificates are issued, in each language.
        force: The police force of the area.
        telephone: The number that officers may ring day and night.
        agreement: What the signed bytes name; None makes every paper a specimen.
        agreement_text: The agreement's own words, directly under the title.
        changes_law: Whether the agreement says that it changes the law.
        marked_specimen: Whether the papers say SPECIMEN all the same, as those of
            the demonstration do.
    """
    return Wording(
        catalogues=tuple(
            one.filled(
                authority=names[one.tongue],
                force=agreement.force if agreement else force,
                telephone=telephone,
                reference=agreement.reference if agreement else "",
            )
            for one in catalogues
        ),
        names=names,
        telephone=telephone,
        agreement=agreement,
        agreement_text=one_line(agreement_text) if agreement else "",
        changes_law=changes_law and agreement is not None,
        marked_specimen=marked_specimen,
    )
