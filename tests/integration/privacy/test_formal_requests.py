"""The copy of somebody's data tells what their formal request for information says besides."""

from __future__ import annotations

import io
import zipfile

import pytest

from hubung.disclosure.requests import services
from hubung.kernel import clock
from hubung.privacy.access.dossier import gather
from hubung.privacy.access.package import PAGE, write
from tests.integration.disclosure.asking import FRIDAY, PURPOSE, ask, given, ministry_that_discloses

pytestmark = pytest.mark.django_db


def test_purpose_and_objection_of_a_formal_request_are_in_the_copy() -> None:
    with clock.travel(FRIDAY):
        here = ministry_that_discloses()
        request = ask()
        services.reply(actor=here.officer, request=request, given=given())
        services.object_to(request=request, ground="d", reason="Lampirannya kosong.")
        dossier = gather([request.case], clock.now())
    (report,) = dossier.reports
    assert report.formal is not None
    assert (report.formal.purpose, report.formal.disputed_at) == (PURPOSE, None)
    assert report.formal.objection.endswith("Lampirannya kosong.")
    package = io.BytesIO()
    write(dossier, package, "id")
    page = zipfile.ZipFile(package).read(PAGE).decode()
    assert PURPOSE in page
    assert "Lampirannya kosong." in page
