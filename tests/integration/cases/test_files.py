"""Contents that no case refers to are swept up, once nobody can claim them any more."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from hubung.cases import files, services
from hubung.kernel import clock
from hubung.kernel.files import BlobMissingError, open_blob
from tests.support.ministry import build

pytestmark = pytest.mark.django_db


def test_only_what_nobody_claims_is_swept_and_only_when_it_is_old() -> None:
    build()
    claimed = files.keep_file(io.BytesIO(b"Bukti pertama, dipakai."), "bukti.txt")
    orphan = files.keep_file(io.BytesIO(b"Bukti kedua, tidak jadi dikirim."), "lain.txt")
    services.receive_case(channel="web", text="Bagasi hilang.", attachments=[claimed])
    files.sweep_unclaimed()
    open_blob(orphan.sha256).close()
    with clock.travel(clock.now() + timedelta(days=9)):
        assert files.sweep_unclaimed() >= 1
    with pytest.raises(BlobMissingError):
        open_blob(orphan.sha256)
    open_blob(claimed.sha256).close()
