"""From the list of fields to the boxes of a form."""

from __future__ import annotations

from amnesty.services.intake.fields import sections
from tui.forms import Rows, at_site, blocks, hint, next_block, spoken, typed

SECTIONS = {section.group or section.title: section for section in sections()}


def _paths(group: str, rows: Rows) -> list[str]:
    return [one.fields[0].path for one in blocks(SECTIONS[group], rows)]


def test_every_field_of_the_list_has_a_box() -> None:
    """An empty form offers each field once, one row for each repeated group."""
    rows = Rows({})
    paths = [
        field.path
        for section in sections()
        for block in blocks(section, rows)
        for field in block.fields
    ]
    listed = [
        field.path.replace("*", "0")
        for section in sections()
        for field in section.fields
    ]
    assert paths == listed
    assert len(paths) == len(set(paths))


def test_rows_come_from_the_answers() -> None:
    """What is there already decides how many rows a group has."""
    rows = Rows({"sites.1.plants.2.count": "3", "evidence.1.kind": "clinic letter"})
    assert rows.of("sites") == 2
    assert rows.of("evidence") == 2
    assert _paths("sites.*.plants", rows) == [
        "sites.0.plants.0.cultivar",
        "sites.1.plants.0.cultivar",
        "sites.1.plants.1.cultivar",
        "sites.1.plants.2.cultivar",
    ]


def test_one_more_row_comes_where_the_focus_is() -> None:
    """A batch is added at the site of the field in focus, at the first without one."""
    rows = Rows({"sites.1.setting": "indoor"})
    plants = SECTIONS["sites.*.plants"]
    added = next_block(plants, "sites.1.plants.0.count", rows)
    assert added.fields[0].path == "sites.1.plants.1.cultivar"
    assert next_block(plants, "", rows).fields[0].path == "sites.0.plants.1.cultivar"
    assert next_block(SECTIONS["sites"], "", rows).path == "sites.2"


def test_a_form_for_one_site_has_that_sites_paths() -> None:
    """Declared plants of the second site are typed at the second site's paths."""
    plants = at_site(SECTIONS["sites.*.plants"], 1)
    rows = Rows({"sites.1.plants.0.count": "3"})
    assert [one.path for one in blocks(plants, rows)] == ["sites.1.plants.0"]
    added = next_block(plants, "sites.1.plants.0.count", rows)
    assert added.fields[1].path == "sites.1.plants.1.count"


def test_a_choice_is_typed_by_letter_and_read_by_word() -> None:
    """The box holds the letter, the answers to check hold the word."""
    stage = next(
        field
        for field in SECTIONS["sites.*.plants"].fields
        if field.path.endswith("stage")
    )
    assert typed(stage, "flowering") == "F"
    assert typed(stage, "f") == "F"
    assert spoken(stage, "F") == "flowering"
    assert "F flowering" in hint(stage)
