"""What makes a file one for archives (PDF/A-2a) and for everybody (PDF/UA-1)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape
from zlib import compress

from reportlab.pdfbase.pdfdoc import (
    XMP,
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFString,
)

from amnesty.papers.written import Written, deflated_stream, refer

if TYPE_CHECKING:
    from datetime import datetime

    from amnesty.papers.written import Reportlab

_ABOUT_UA: Final = (
    '<rdf:Description rdf:about=""'
    ' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    "<pdfaExtension:schemas><rdf:Bag>"
    '<rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
    "</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>PDF/UA version</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>"
    "</pdfaExtension:schemas></rdf:Description>"
)
"""PDF/A-2 knows nothing of PDF/UA, so a file has to explain the mark it carries."""


def mark_archivable(
    canvas: Reportlab,
    *,
    title: str,
    author: str,
    made_at: datetime,
    languages: tuple[str, ...],
) -> None:
    """Say in a file's metadata what it is, and what its colours are."""
    xmp = _metadata(title, author, made_at, languages).encode("utf-8")
    catalog = canvas._doc.Catalog  # noqa: SLF001 - reportlab has no other way
    catalog.Metadata = XMP(creator=lambda _document: xmp)
    catalog.OutputIntents = PDFArray([_colours(canvas)])


def _colours(canvas: Reportlab) -> PDFDictionary:
    profile = refer(canvas._doc, Written(_profile()))  # noqa: SLF001 - reportlab has no other way
    return PDFDictionary(
        {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB"),
            "Info": PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": profile,
        }
    )


@cache
def _profile() -> bytes:
    """Return the colour profile that Pillow's own colour engine makes for sRGB."""
    profile = (files("amnesty.papers") / "srgb.icc").read_bytes()
    return deflated_stream(compress(profile), "/N 3")


def _metadata(
    title: str, author: str, made_at: datetime, languages: tuple[str, ...]
) -> str:
    at = made_at.isoformat(timespec="seconds")
    spoken = "".join(f"<rdf:li>{language}</rdf:li>" for language in languages)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        "<dc:format>application/pdf</dc:format>"
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(title)}</rdf:li></rdf:Alt></dc:title>"
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>"
        f"<dc:language><rdf:Bag>{spoken}</rdf:Bag></dc:language>"
        "<xmp:CreatorTool>amnesty</xmp:CreatorTool>"
        f"<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>"
        "<pdf:Producer>amnesty</pdf:Producer>"
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
        f'{_ABOUT_UA}</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    )
