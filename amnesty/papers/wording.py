"""The sentences of a certificate: data that an authority words, filled in for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from amnesty.domain.certificate import CertifiedAgreement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amnesty.domain.policy import Texts


@dataclass(frozen=True, kw_only=True)
class Sentences:
    """Every sentence printed on a certificate, as one file of wording has them."""

    subject: str
    title: str
    rests_on: str
    law: str
    """Says that the law stays as it is."""
    specimen: str
    """Stands across the page of a specimen."""
    specimen_note: str
    """Stands in place of the agreement where none is in force."""
    demonstration_note: str
    statement: str
    statement_grower: str
    """The statement where somebody grows for the patient."""
    officer: str
    officer_steps: tuple[str, ...]
    agreed_step: str
    """The last step: the agreement's words, not an order to a constable."""
    specimen_step: str
    """The last step where no agreement is in force."""
    not_valid_for: str
    telephone: str
    counting: str
    counting_rules: tuple[str, ...]
    conditions: str
    condition_rules: tuple[str, ...]
    legal: str
    legal_basis: str
    photo_identity: str

    def filled(self, values: Mapping[str, str]) -> Sentences:
        """Return the sentences with their placeholders filled in."""
        changes: dict[str, Any] = {}
        for each in fields(self):
            text = getattr(self, each.name)
            changes[each.name] = (
                text.format_map(values)
                if isinstance(text, str)
                else tuple(one.format_map(values) for one in text)
            )
        return replace(self, **changes)


@dataclass(frozen=True, kw_only=True)
class Wording:
    """All that stands on a certificate and is not in its signed bytes."""

    authority: str
    """The name under which it is issued."""
    force: str
    telephone: str
    """Answers day and night."""
    agreement: CertifiedAgreement | None
    """The agreement worded here; it must be the one in the signed bytes."""
    agreement_text: str
    """In the agreement's own words; empty where none is in force."""
    law: str
    """Stands under the agreement; empty where the agreement changes the law."""
    marked_specimen: bool
    """Whether SPECIMEN stands across a paper that rests on an agreement."""
    sentences: Sentences


def one_line(text: str) -> str:
    """Return a text of several lines as one, as a page breaks it anew."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def with_policy_texts(sentences: Sentences, texts: Texts) -> Sentences:
    """Return the sentences with those that a policy profile words in their place."""

    def literal(text: str) -> str:
        return one_line(text).replace("{", "{{").replace("}", "}}")

    def literals(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(literal, lines))

    return replace(
        sentences,
        statement=literal(texts.statement) or sentences.statement,
        statement_grower=literal(texts.statement) or sentences.statement_grower,
        law=literal(texts.legal_effect) or sentences.law,
        legal_basis=literal(texts.legal_basis) or sentences.legal_basis,
        counting_rules=literals(texts.how_to_count) or sentences.counting_rules,
        condition_rules=literals(texts.conditions) or sentences.condition_rules,
        officer_steps=literals(texts.officer_steps) or sentences.officer_steps,
    )


def certificate_wording(
    *,
    sentences: Sentences,
    authority: str,
    force: str,
    telephone: str,
    agreement: CertifiedAgreement | None,
    agreement_text: str = "",
    changes_law: bool = False,
    marked_specimen: bool = False,
) -> Wording:
    """Return the wording for one authority and the agreement in force there, if any.

    Args:
        sentences: What `standard_sentences` or `read_sentences` returned.
        authority: The name under which certificates are issued.
        force: The police force of the area.
        telephone: The number that officers may ring day and night.
        agreement: What the signed bytes name; None makes every paper a specimen.
        agreement_text: The agreement's own words, directly under the title.
        changes_law: Whether the agreement says that it changes the law.
        marked_specimen: Whether the papers say SPECIMEN all the same, as those of
            the demonstration do.
    """
    values = {
        "authority": authority,
        "force": agreement.force if agreement else force,
        "telephone": telephone,
        "reference": agreement.reference if agreement else "",
    }
    filled = sentences.filled(values)
    return Wording(
        authority=authority,
        force=values["force"],
        telephone=telephone,
        agreement=agreement,
        agreement_text=one_line(agreement_text) if agreement else "",
        law="" if agreement and changes_law else filled.law,
        marked_specimen=marked_specimen,
        sentences=filled,
    )
