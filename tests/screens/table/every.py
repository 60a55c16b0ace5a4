"""Every screen there is, once or more, in the parts that it was written in."""

from __future__ import annotations

from tests.screens.table import changes, forms, lists, papers, records, rights, small

PARTS = {
    "lists": lists.ENTRIES,
    "records": records.ENTRIES,
    "forms": forms.ENTRIES,
    "changes": changes.ENTRIES,
    "rights": rights.ENTRIES,
    "papers": papers.ENTRIES,
    "small": small.ENTRIES,
}
ENTRIES = tuple(entry for part in PARTS.values() for entry in part)
