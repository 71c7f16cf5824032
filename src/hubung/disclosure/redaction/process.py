"""Draws for `studio`, within bounds: one document, one question, and the process ends.

`python -I -m hubung.disclosure.redaction.process QUESTION` reads the document on its standard
input; QUESTION is JSON. It answers with a line of JSON and, after that, a picture or a file.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from dataclasses import asdict
from typing import Any

#: What drawing a page of the largest size needs, and the libraries; a bomb needs more.
MEMORY_BYTES = 1536 * 1024 * 1024
OUTPUT_BYTES = 256 * 1024 * 1024


def main() -> None:
    question: dict[str, Any] = json.loads(sys.argv[1])
    seconds = question["seconds"]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from hubung.disclosure.redaction.drawing import CannotDrawError

    try:
        said, content = _answer(question)
    except CannotDrawError as error:
        said, content = {"problem": str(error)}, b""
    except MemoryError:
        said, content = {"problem": "too_much"}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)


def _answer(question: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from hubung.disclosure.redaction import drawing
    from hubung.disclosure.redaction.places import Place

    document = drawing.Document(io.BytesIO(sys.stdin.buffer.read()), question["media_type"])
    match question["do"]:
        case "look":
            return {"pages": document.sizes()}, b""
        case "draw":
            return {}, drawing.screen(document, question["page"])
        case "find":
            found = drawing.find(document, question["patterns"], question["words"])
            return {"boxes": [asdict(box) for box in found]}, b""
    made = drawing.make(document, [Place(**box) for box in question["boxes"]])
    return {"without_text": made.without_text, "elsewhere": made.elsewhere}, made.content


if __name__ == "__main__":
    main()
