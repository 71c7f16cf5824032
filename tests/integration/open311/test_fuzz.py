"""Whatever is sent, the answer is one that the standard knows: never a mistake of ours.

On PostgreSQL only, which minds lengths, years and characters without a meaning more than SQLite.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from hubung.api.models import Application
from tests.integration.open311.conftest import Civic, key_of

pytestmark = [pytest.mark.django_db, pytest.mark.only("postgresql")]

ASKED = ("service_request_id", "service_code", "start_date", "end_date", "status")
SENT = (
    *("description", "lat", "long", "address_string", "address_id", "email", "phone"),
    *("first_name", "last_name", "device_id", "account_id", "media_url"),
    *("attribute[happened_on]", "attribute[anonymous]", "attribute[none]"),
)
NEARLY = (
    *("open", "closed", "complaint", "yes", "151-26-0000-0001-4", "sari@surat.example"),
    *("2026-11-20", "2026-11-20T25:61:00Z", "0000-00-00T00:00:00Z", "1970-01-01T00:00:00+14:00"),
    *("9000-12-31T23:59:59+23:59", "https://foto.example/a.jpg", "0812 3456 7890"),
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(NEARLY),
    st.integers().map(str),
    st.floats().map(str),
)


def test_every_answer_is_the_standards(harbour: Application) -> None:
    key = key_of(harbour, per_hour=1_000_000)

    @seed(151)
    @settings(
        max_examples=100,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        form=st.sampled_from(["json", "xml"]),
        asked=st.dictionaries(st.sampled_from(ASKED), VALUES),
        sent=st.dictionaries(st.sampled_from(SENT), VALUES),
    )
    def fuzz(form: str, asked: dict[str, str], sent: dict[str, str]) -> None:
        # `Civic` reads each answer in its format, so a broken document fails too.
        civic = Civic(key, form)
        assert civic.get("requests", **asked).status in (200, 400, 404)
        assert civic.send({"service_code": "complaint"} | sent).status in (200, 400)

    fuzz()
