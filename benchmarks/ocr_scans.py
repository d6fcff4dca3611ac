"""Word errors on real scans: plain Tesseract, as read here, and restored."""

from pathlib import Path

import pipeline
from benchmarks.plain import page_pictures, plain_texts
from benchmarks.scoring import TextScore, score_whole
from ingest.limits import Limits

# Reference texts of scans; those under gold/ have the name of their scan.
TEXTS = {
    "vju_DHVN-TB-911": "texts/042.txt",
    "vju_DHQGHN-QD-2459": "texts/045.txt",
    "vju_DHVN-QD-323": "texts/051.txt",
    "vju_BGDDT-TT-2016-04": "texts/052.txt",
    "vju_TTCP-QD-2022-78": "texts/054.txt",
}


def measure(shared: Path) -> None:
    """Print the table."""
    print(f"{'scan':22}{'truth':>10}{'words':>7}{'plain':>7}{'read':>7}{'restored':>9}{'ratio':>7}")
    sums = [TextScore(0, 0)] * 3
    for scan in sorted((shared / "scans").glob("*.pdf")):
        truths = [Path(TEXTS[scan.stem])] if scan.stem in TEXTS else []
        truths += [Path("gold") / f"{scan.stem}.txt"]
        truths = [truth for truth in truths if (shared / truth).exists()]
        if not truths:
            continue
        data = scan.read_bytes()
        reading = pipeline.read(data, Limits())
        texts = (
            "\n".join(plain_texts(page_pictures(data))),
            "\n".join(line.text for page in reading.document.pages for line in page.lines),
            "\n".join(line.text for line in reading.text.lines),
        )
        for truth in truths:
            right = (shared / truth).read_text(encoding="utf-8").replace("*", "")
            scores = [score_whole(right, text) for text in texts]
            sums = [total + score for total, score in zip(sums, scores, strict=True)]
            print(_row(scan.stem, truth.parent.name, scores), flush=True)
    print(_row("all", "", sums))


def _row(name: str, truth: str, scores: list[TextScore]) -> str:
    plain, read, restored = scores
    ratio = restored.errors / max(1, plain.errors)
    return (
        f"{name:22}{truth:>10}{plain.words:7}{plain.errors:7}{read.errors:7}{restored.errors:9}"
        f"{ratio:7.2f}"
    )
