"""Everything that comes from outside has a limit, and every limit its reason."""

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """What one file may cost before it is refused."""

    model_config = ConfigDict(frozen=True)

    file_bytes: int = Field(
        100_000_000,
        ge=1,
        description="bytes of a file; a 300-page scan at 200 dpi has about 60 MB",
    )
    pages: int = Field(
        500, ge=1, description="pages of a document; official documents rarely pass 300"
    )
    page_pixels: int = Field(
        40_000_000, ge=1, description="pixels of a page picture; A3 at 400 dpi has 31 million"
    )
    ocr_seconds: float = Field(
        60.0, gt=0, description="seconds of OCR a page; an office page takes 1 to 3"
    )
    conversion_seconds: float = Field(
        120.0,
        gt=0,
        description="seconds for LibreOffice to convert a DOC, RTF, ODT, XLS or ODS; a letter takes 1 or 2",
    )
    document_seconds: float = Field(
        900.0, gt=0, description="seconds for one document in a batch, after which it is killed"
    )
    text_seconds: float = Field(
        300.0,
        gt=0,
        description="seconds to extract the record of a text that was read; a plan takes 1 or 2",
    )
    document_memory: int = Field(
        4_000_000_000,
        ge=1,
        description="bytes of memory for one document in a batch, after which it is killed",
    )
    unpacked_bytes: int = Field(
        400_000_000,
        ge=1,
        description="bytes of a DOCX, an XLSX, an archive or a mail when unpacked; guards against zip bombs",
    )
    nesting: int = Field(
        3,
        ge=1,
        le=10,
        description="ZIP archives and mails within one another; deeper ones are files",
    )
    url_seconds: float = Field(
        300.0, gt=0, description="seconds to fetch a file from a web address; 100 MB at 3 Mbit/s"
    )
    text_characters: int = Field(
        5_000_000,
        ge=1,
        description="characters of text of a document; a 500-page book has 1 million",
    )
