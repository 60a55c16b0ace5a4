"""What a registration needs besides its amounts, each question by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from amnesty.domain.certificate import Setting
from amnesty.domain.finding import Standing
from amnesty.domain.plants import PlantBatch, Stage
from amnesty.domain.requirements import (
    consent_finding,
    evidence_finding,
    grower_finding,
    households_finding,
    second_approver_finding,
    settings_finding,
    sites_finding,
    undertaking_finding,
)
from amnesty.domain.site import Tenure
from amnesty.policies import load_policy
from tests.unit.domain.declared import EVIDENCE, TODAY, UNDERTAKING
from tests.unit.domain.declared import SITE as DECLARED

if TYPE_CHECKING:
    from amnesty.domain.evidence import Evidence
    from amnesty.domain.policy import Policy
    from amnesty.domain.registration import Undertaking

YESTERDAY = TODAY - timedelta(days=1)
UK, CANADA = load_policy("uk-55g"), load_policy("canada")

SITE = replace(
    DECLARED,
    plants=(PlantBatch(cultivar="", count=1, stage=Stage.CLONE, since=TODAY),),
)


@pytest.mark.parametrize(
    ("other", "count", "outcome"),
    [
        (Setting.OUTDOOR, 1, Standing.MISSING),
        (Setting.OUTDOOR, 0, Standing.MET),
        (Setting.INDOOR, 1, Standing.MET),
        (Setting.BOTH, 1, Standing.MET),
    ],
)
def test_indoors_and_outdoors_at_once_is_not_allowed(
    other: Setting, count: int, outcome: Standing
) -> None:
    """Two sites may be used in turn, not at the same time."""
    batch = replace(SITE.plants[0], count=count)
    sites = (SITE, replace(SITE, setting=other, plants=(batch,)))
    finding = settings_finding(sites)
    assert finding.outcome is outcome
    assert finding.blocks is (outcome is Standing.MISSING)
    assert bool(finding.next_step) is finding.blocks


@pytest.mark.parametrize(
    ("evidence", "compared", "outcome"),
    [
        ((EVIDENCE,), "valid to 30 September 2027", Standing.MET),
        (
            (replace(EVIDENCE, valid_to=TODAY),),
            "valid to 24 November 2026",
            Standing.MET,
        ),
        ((replace(EVIDENCE, valid_to=YESTERDAY),), "out of date", Standing.MISSING),
        ((), "none seen", Standing.MISSING),
    ],
)
def test_evidence_must_be_in_date(
    evidence: tuple[Evidence, ...], compared: str, outcome: Standing
) -> None:
    """The last day of the evidence still counts, the day after does not."""
    finding = evidence_finding(evidence, TODAY)
    assert (finding.outcome, finding.compared) == (outcome, compared)


def test_the_evidence_that_lasts_longest_counts() -> None:
    """An old letter beside a good one takes nothing away."""
    old = replace(EVIDENCE, valid_to=YESTERDAY)
    finding = evidence_finding((EVIDENCE, old), TODAY)
    assert finding.sentence == "The evidence is in date until 30 September 2027."


@pytest.mark.parametrize(
    ("undertaking", "compared"),
    [
        (None, "not signed"),
        (replace(UNDERTAKING, signature_seen=False), "signature not seen"),
    ],
)
def test_the_undertaking_must_be_signed_and_seen(
    undertaking: Undertaking | None, compared: str
) -> None:
    """Neither its absence nor a signature that nobody saw will do."""
    assert undertaking_finding(UNDERTAKING).is_fine
    finding = undertaking_finding(undertaking)
    assert finding.blocks
    assert finding.compared == compared


@pytest.mark.parametrize("tenure", Tenure)
def test_all_but_an_owner_need_the_owners_consent(tenure: Tenure) -> None:
    """Without it the finding blocks; once it was seen, it names the day."""
    lacking = consent_finding(0, replace(SITE, tenure=tenure))
    assert lacking.blocks is (tenure is not Tenure.OWNER)
    seen = consent_finding(0, replace(SITE, tenure=tenure, owner_consent_seen_on=TODAY))
    assert seen.is_fine
    assert seen.compared == "seen on 24 November 2026"


@pytest.mark.parametrize(
    ("policy", "count", "outcome"),
    [
        (UK, 1, Standing.MET),
        (UK, 2, Standing.MISSING),
        (CANADA, 4, Standing.MET),
        (CANADA, 5, Standing.MISSING),
    ],
)
def test_a_site_has_so_many_registrations(
    policy: Policy, count: int, outcome: Standing
) -> None:
    """One in the profiles of the United Kingdom, four in Canada's."""
    assert households_finding(0, count, policy).outcome is outcome


@pytest.mark.parametrize(
    ("count", "outcome"),
    [(0, Standing.MISSING), (1, Standing.MET), (2, Standing.MISSING)],
)
def test_a_registration_has_a_site_and_no_more_than_allowed(
    count: int, outcome: Standing
) -> None:
    """There is nothing to certify without a place, and by default there is one."""
    assert sites_finding(count, UK).outcome is outcome


@pytest.mark.parametrize(
    ("need", "outcome"),
    [("3", Standing.MET), ("3.01", Standing.NOTED), ("20", Standing.NOTED)],
)
def test_a_high_need_asks_for_a_second_approver(need: str, outcome: Standing) -> None:
    """It is noted and stops nothing: the approvals themselves are counted."""
    finding = second_approver_finding(Fraction(need), UK)
    assert finding.outcome is outcome
    assert not finding.blocks
    assert finding.is_fine is (outcome is Standing.MET)


def test_a_grower_has_no_more_patients_than_the_policy_says() -> None:
    """One more blocks."""
    assert grower_finding(2, UK).outcome is Standing.MET
    above = grower_finding(3, UK)
    assert above.blocks
    assert above.sentence == "The designated grower grows for 3 patients. Limit: 2."
