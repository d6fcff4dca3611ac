"""Tesseract as a library, in a process of its own that can be killed.

Started as a script by ``ingest.ocr.tesserocr_engine`` with the folder of the language data, the language
and the settings of Tesseract (JSON). For each request on standard input (a line of JSON, then the grey pixels) it answers on
standard output with a line of JSON and the table of words, until its input ends.
"""

import json
import sys
from typing import BinaryIO

import tesserocr


def serve(
    folder: str, language: str, variables: str, requests: BinaryIO, answers: BinaryIO
) -> None:
    """Answer requests until there are no more."""
    api = tesserocr.PyTessBaseAPI(path=folder, lang=language)
    for name, value in json.loads(variables).items():
        api.SetVariable(name, value)
    while line := requests.readline():
        asked = json.loads(line)
        width, height = asked["width"], asked["height"]
        pixels = requests.read(width * height)
        if len(pixels) < width * height:
            return
        api.SetPageSegMode(asked["psm"])
        api.SetImageBytes(pixels, width, height, 1, width)
        api.SetSourceResolution(asked["dpi"])
        table = api.GetTSVText(0).encode("utf-8")
        api.Clear()
        answers.write(json.dumps({"length": len(table)}).encode() + b"\n" + table)
        answers.flush()


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], sys.argv[3], sys.stdin.buffer, sys.stdout.buffer)
