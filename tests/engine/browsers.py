"""Agents and visitors in a real browser, whose microphone is a tone of their own."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import shutil
import signal
import struct
import tempfile
import time
import wave
from collections.abc import AsyncIterator, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from tests.engine.conftest import Centre
from tests.support.browser import ARGUMENTS, BROWSERS, DESKTOP
from tests.support.patience import PATIENCE
from tests.support.program import Program

expect.set_options(timeout=PATIENCE * 1000)

RATE = 48_000
#: Share of a tone in what is played, by Goertzel's algorithm, 0 to 1.
_LISTEN = """async (tone) => {
  const audio = document.querySelector("hubung-phone").holding.line?.audio;
  if (!audio?.srcObject) return 0;
  const context = new AudioContext();
  await context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 16384;
  context.createMediaStreamSource(audio.srcObject).connect(analyser);
  await new Promise((resolve) => setTimeout(resolve, 700));
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const turn = 2 * Math.cos((2 * Math.PI * tone) / context.sampleRate);
  let one = 0, two = 0, energy = 0;
  for (const sample of samples) {
    energy += sample * sample;
    [one, two] = [sample + turn * one - two, one];
  }
  await context.close();
  if (energy < 1e-3) return 0;
  return (one * one + two * two - turn * one * two) / (samples.length / 2) / energy;
}"""


@contextlib.contextmanager
def web(centre: Centre) -> Iterator[Program]:
    """The web server of the same installation, as another process."""
    server = copy(centre.program)
    server.process = None
    serve(server)
    try:
        yield server
    finally:
        leave(server)


def serve(server: Program) -> None:
    """Returns when pages are served."""
    server.start("web", ready=False)
    deadline = time.monotonic() + PATIENCE
    while server.readyz()[0] == 0:
        assert time.monotonic() < deadline, server.log
        time.sleep(0.1)


def leave(server: Program) -> None:
    """No page is served any more."""
    assert server.process is not None
    server.process.terminate()
    server.process.wait(PATIENCE)
    server.process = None


@contextlib.contextmanager
def cut_off() -> Iterator[None]:
    """The network of our browsers is dead for a block: nothing comes, and nothing goes."""
    networks = [pid for pid in _descendants(os.getpid()) if b"NetworkService" in _command(pid)]
    assert networks, "no browser runs"
    for pid in networks:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in networks:
            os.kill(pid, signal.SIGCONT)


def _descendants(ancestor: int) -> Iterator[int]:
    for file in Path(f"/proc/{ancestor}/task").glob("*/children"):
        for pid in map(int, file.read_text().split()):
            yield pid
            yield from _descendants(pid)


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


@contextlib.asynccontextmanager
async def browser(tone: float) -> AsyncIterator[Browser]:
    """A Chromium that hears this tone in its microphone, and asks nobody for leave."""
    folder = Path(tempfile.mkdtemp(prefix="hubung-tone-"))
    _write_tone(folder / "tone.wav", tone)
    program = next(filter(None, map(shutil.which, BROWSERS)))
    try:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(
                executable_path=program,
                args=[
                    *ARGUMENTS,
                    "--use-fake-device-for-media-stream",
                    "--use-fake-ui-for-media-stream",
                    f"--use-file-for-fake-audio-capture={folder / 'tone.wav'}",
                    "--allow-loopback-in-peer-connection",
                    "--autoplay-policy=no-user-gesture-required",
                ],
            )
            yield chromium
            await chromium.close()
    finally:
        shutil.rmtree(folder)


@dataclass
class Desk:
    """An agent in a browser."""

    page: Page
    person: str

    async def state(self, name: str) -> None:
        """Wait until the bar says so."""
        await expect(self.page.locator(".phonebar .now b")).to_have_text(name)

    async def press(self, name: str) -> None:
        await self.page.locator(f'.phonebar [data-name="{name}"]').click()

    async def recording(self, *, paused: bool) -> None:
        """Wait until the bar says whether what is said is recorded."""
        paused_now = self.page.locator(f'.phonebar[data-paused="{"yes" if paused else "no"}"]')
        await expect(paused_now).to_have_count(1)


async def agent(centre: Centre, server: Program, chromium: Browser, name: str) -> Desk:
    """Somebody signs in and opens the desk; they take no calls yet."""
    person = centre.inside("agent", name=name)
    context = await new_context(chromium, server)
    cookie = centre.inside("cookie", person=person)
    await context.add_cookies([{**cookie, "url": server.base_url}])
    page = await context.new_page()
    await page.goto(f"{server.base_url}/desk/")
    return Desk(page, person)


async def new_context(chromium: Browser, server: Program) -> BrowserContext:
    context = await chromium.new_context(viewport=DESKTOP, locale="id-ID")
    context.set_default_timeout(PATIENCE * 1000)
    await context.grant_permissions(["microphone"], origin=server.base_url)
    return context


async def heard(page: Page, tone: float) -> None:
    """Until this tone, and next to nothing else, is in the ear of whoever calls on this page."""
    best, deadline = 0.0, time.monotonic() + PATIENCE
    # A page that was opened anew has its line, and the sound on it, a moment later.
    while time.monotonic() < deadline:
        best = max(best, float(await page.evaluate(_LISTEN, tone)))
        if best > 0.8:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{tone} Hz is not heard: {best:.2f}")


def _write_tone(path: Path, tone: float) -> None:
    samples = (int(9000 * math.sin(2 * math.pi * tone * n / RATE)) for n in range(RATE * 2))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
