"""The main pages as somebody sees them first, on a cheap telephone over a slow line."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.installation import say
from bench.report import Report

#: What most people come for; as the demonstration has them.
PAGES = (
    "/",
    "/laut/",
    "/layanan/",
    "/laut/buku-pelaut-baru/",
    "/udara/penerbangan-saya-terlambat/",
    "/pengumuman/",
    "/kabar/",
    "/agenda/",
    "/lapor/",
    "/lacak/",
    "/cari/",
)
#: “Slow 4G”, as Lighthouse knows it: ms there and back, kilobits a second, and a slower processor.
ROUND_TRIP, DOWN, UP, SLOWER = 150, 1_600, 750, 4
LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "search engines",
}
_WATCH = """
  window.painted = 0; window.shifted = 0; window.largest = "";
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      window.painted = entry.startTime;
      window.largest = entry.element ? entry.element.tagName.toLowerCase() : "";
    }
  }).observe({type: "largest-contentful-paint", buffered: true});
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({type: "layout-shift", buffered: true});
"""


def report(times: int) -> Report:
    """Empty, for `views`."""
    return Report(
        "First views of the main pages",
        {
            "database": "database",
            "page": "page",
            "kB": "kB",
            "requests": "requests",
            "painted_ms": "largest paint, ms",
            "slowest_ms": "slowest, ms",
            "largest": "of",
            "shift": "shift",
            **{f"lighthouse_{name}": word for name, word in CATEGORIES.items()},
        },
        [
            f"Chromium at 360 px with nothing kept, {times} times each, the median: {ROUND_TRIP} "
            f"ms for each request, {DOWN:,} kbit/s down and {UP} up, a processor {SLOWER} times as "
            "slow. kB as they go over the line. Aim: 100 kB, 1,200 ms, no shift.",
            f"The last four columns: Lighthouse ({LIGHTHOUSE}), its telephone on a slow line, out "
            "of 100; “–” where npx is not installed. Aim: 95.",
        ],
    )


def views(address: str, folder: Path, times: int) -> Iterator[dict[str, Any]]:
    """Rows without the database: each of the pages of the program at an address."""
    from playwright.sync_api import sync_playwright
    from tests.support.browser import ARGUMENTS, chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        found = [_seen(browser, address, page, times) for page in PAGES]
        browser.close()
    for page, row in zip(PAGES, found, strict=True):
        yield {**row, **_judged(address + page, folder, chromium())}


def _seen(browser: Any, address: str, page: str, times: int) -> dict[str, Any]:
    say(f"Looking at {page} …")
    # The first one waits for what the program makes once, too.
    views = [_first_view(browser, address + page) for _each in range(times + 1)][1:]
    painted = [view["painted"] for view in views]
    return {
        "page": page,
        "kB": round(views[0]["bytes"] / 1000, 1),
        "requests": views[0]["requests"],
        "painted_ms": round(statistics.median(painted)),
        "slowest_ms": round(max(painted)),
        "largest": views[0]["largest"],
        "shift": round(max(view["shifted"] for view in views), 3),
    }


def _first_view(browser: Any, address: str) -> dict[str, Any]:
    context = browser.new_context(
        viewport={"width": 360, "height": 760}, locale="id-ID", service_workers="block"
    )
    context.add_init_script(_WATCH)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP,
            "downloadThroughput": DOWN * 1000 / 8,
            "uploadThroughput": UP * 1000 / 8,
        },
    )
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    told: dict[str, Any] = page.evaluate(
        "({painted: window.painted, shifted: window.shifted, largest: window.largest})"
    )
    context.close()
    return {**told, "bytes": sum(sizes), "requests": len(sizes)}


def _judged(address: str, folder: Path, browser: str) -> dict[str, int]:
    """Lighthouse's four figures; nothing where there is no npx."""
    npx = shutil.which("npx")
    if npx is None:
        say("Lighthouse is left out: npx is not installed (apt-get install npm)")
        return {}
    say(f"Lighthouse looks at {address} …")
    told = folder / "lighthouse.json"
    command: Sequence[str] = [
        npx,
        "--yes",
        LIGHTHOUSE,
        address,
        "--quiet",
        "--output=json",
        f"--output-path={told}",
        "--chrome-flags=--headless --no-sandbox --disable-gpu",
    ]
    environment = {**os.environ, "CHROME_PATH": browser}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    scores = json.loads(told.read_text())["categories"]
    return {f"lighthouse_{name}": round(scores[name]["score"] * 100) for name in CATEGORIES}
