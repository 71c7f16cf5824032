"""The words of a PDF, read in a process of its own within bounds: a file may be made to do harm.

A page that is a picture of a page has none.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from typing import IO

#: Two hundred pages or so; and what a large file needs to be read.
MOST_CHARACTERS = 400_000
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 40
SECONDS = 60


def text_of(document: IO[bytes]) -> str:
    """What is written on its pages; empty for what cannot be read. `document` has a descriptor."""
    document.seek(0)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "hubung.kernel.pdftext"],
            stdin=document.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing secret of this process is in reach of what reads a file.
            env={"PATH": os.defpath},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode(errors="ignore").replace("\0", "")


def main() -> None:
    """Reads a PDF from standard input and writes its words."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2  # only here: neither the worker nor the web server carries it

    left = MOST_CHARACTERS
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    for page in document:
        # A broken word at the end of a line is one word.
        said = page.get_textpage().get_text_bounded().replace("\ufffe", "").replace("-\r\n", "")
        sys.stdout.buffer.write(said[:left].encode(errors="ignore") + b"\n")
        left -= len(said)
        if left <= 0:
            break


if __name__ == "__main__":
    main()
