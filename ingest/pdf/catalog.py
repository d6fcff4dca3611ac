"""What the catalog of a PDF says of the file as a whole: layers, a form in XML, files inside."""

import io
from typing import NamedTuple

import pikepdf
from pikepdf import Name


class PdfCatalog(NamedTuple):
    """``layers_off``: some layer is switched off. ``xfa``: pages are made by a program from XML.
    ``draws_anew``: viewers are asked to draw all values of the form anew. ``attached``: the names of
    the files inside."""

    layers_off: bool = False
    xfa: bool = False
    draws_anew: bool = False
    attached: tuple[str, ...] = ()


def catalog_of(data: bytes) -> PdfCatalog:
    """The catalog; an empty one where the file is too damaged to have it read."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            form = pdf.Root.get(Name.AcroForm)
            return PdfCatalog(
                _has_layers_off(pdf),
                form is not None and Name.XFA in form,
                form is not None and bool(form.get(Name.NeedAppearances, False)),
                tuple(pdf.attachments),
            )
    # qpdf is stricter than PDFium, which then reads the pages all the same.
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError):
        return PdfCatalog()


def _has_layers_off(pdf: pikepdf.Pdf) -> bool:
    layers = pdf.Root.get(Name.OCProperties)
    shown = None if layers is None else layers.get(Name.D)
    if shown is None:
        return False
    return len(shown.get(Name.OFF, ())) > 0 or shown.get(Name.BaseState) == Name.OFF
