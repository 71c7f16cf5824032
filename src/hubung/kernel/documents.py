"""Strips one document, standard input to standard output, within bounds: `kernel.metadata` runs it.

Standard error holds the names of what was removed; with exit code 1 it holds a `MetadataProblem`.
"""

from __future__ import annotations

import io
import resource
import sys

#: What a document of the largest size that is taken needs, and some; a bomb needs more.
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 40
#: A stripped document is hardly larger than the one that came.
OUTPUT_BYTES = 256 * 1024 * 1024


def main(mime: str) -> int:
    """Strip; returns the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from hubung.kernel import office, pdf
    from hubung.kernel.stripping import CannotStripError, MetadataProblem

    strip = pdf.strip if mime == "application/pdf" else office.strip
    result = io.BytesIO()
    try:
        removed = strip(io.BytesIO(sys.stdin.buffer.read()), result)
    except CannotStripError as error:
        sys.stderr.write(error.problem)
        return 1
    except MemoryError:
        sys.stderr.write(MetadataProblem.TOO_MUCH)
        return 1
    sys.stdout.buffer.write(result.getbuffer())
    sys.stderr.write(" ".join(removed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
