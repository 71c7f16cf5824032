"""Addresses under `/desk/`. Each room of the desk adds itself with one line."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hubung.audit.policies import may_read_log
from hubung.cases.lifecycle import Action
from hubung.cases.policies import (
    actions_for,
    can_see,
    may_change_canned,
    may_keep_calendar,
    may_reveal_nik,
    may_set_limits,
)
from hubung.desk import saved
from hubung.desk.intake.policies import writes_down
from hubung.desk.setup import policies as setup
from hubung.desk.views import (
    actions,
    attachments,
    case,
    composer,
    contacts,
    numbers,
    presence,
    worklist,
)
from hubung.directory.models import Person
from hubung.directory.policies import administers_ministry
from hubung.disclosure.requests import policies as disclosure
from hubung.kernel.rights import STAFF, staff
from hubung.mail import policies as mail
from hubung.privacy import policies as privacy
from hubung.telephony.queues import policies as queues

app_name = "desk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", worklist.desk, name="desk"),
    path("live", presence.live, name="live"),
    path("tampilan/", worklist.keep_view, name="keep_view"),
    path("tampilan/<int:pk>/", worklist.change_view, name="change_view"),
    path("pilih/<slug:what>/", composer.offers, name="offers"),
    path("rekan/", composer.names, name="names"),
    path("laporan/<str:number>/", case.show_case, name="case"),
    path("laporan/<str:number>/kontak/", contacts.show_contacts, name="contacts"),
    path("laporan/<str:number>/nik/", numbers.show_nik, name="nik"),
    path("laporan/<str:number>/hadir/", presence.here, name="here"),
    path("laporan/<str:number>/draf/<slug:slug>/", composer.save_draft, name="draft"),
    path("laporan/<str:number>/templat/<int:pk>/", composer.canned_text, name="canned"),
    path("laporan/<str:number>/sisip/<slug:slug>/", composer.insert_canned, name="insert"),
    path("laporan/<str:number>/lampiran/<int:pk>/", attachments.download, name="file"),
    path("laporan/<str:number>/lampiran/<int:pk>/kecil/", attachments.preview, name="preview"),
    path("laporan/<str:number>/tautan/<int:pk>/", actions.unlink, name="unlink"),
    path("laporan/<str:number>/lakukan/<slug:slug>/", actions.act, name="act"),
    path("pejabat/", include("hubung.desk.official.urls")),
    path("baru/", include("hubung.desk.intake.urls")),
    path("panggilan/", include("hubung.desk.calls.urls")),
    path("telepon/", include("hubung.desk.phone.urls")),
    path("surat/", include("hubung.desk.boxes.urls")),
    path("agenda/", include("hubung.desk.agenda.urls")),
    path("daftar-informasi/", include("hubung.desk.register.urls")),
    path("layanan/", include("hubung.desk.times.urls")),
    path("audit/", include("hubung.desk.audit.urls")),
    path("permohonan/", include("hubung.desk.requests.urls")),
    path("data-pribadi/", include("hubung.desk.privacy.urls")),
    path("pengaturan/telepon/", include("hubung.desk.ivr.urls")),
    path("papan/", include("hubung.desk.wallboard.urls")),
    path("pengaturan/", include("hubung.desk.setup.urls")),
]

_SEEN = staff(sees=can_see, thing="who may see the report")
_TEXT = staff(
    setup.may_see_answers,
    sees=lambda person, text: may_change_canned(person, text.unit),
    thing="who keeps the texts of its unit",
)
_FORMAL = staff(disclosure.may_handle, sees=disclosure.sees, thing="who may see the formal request")
_REDACTED = staff(
    disclosure.may_handle, sees=disclosure.handles, thing="who replies to the formal request"
)
_REQUEST = staff(
    privacy.may_handle, sees=privacy.handles, thing="who may see the personal-data request"
)
RIGHTS = {
    "desk": STAFF,
    "live": STAFF,
    "keep_view": STAFF,
    "change_view": staff(sees=saved.is_own, thing="whose view it is"),
    "offers": STAFF,
    "names": STAFF,
    "case": _SEEN,
    "contacts": _SEEN,
    "nik": staff(sees=may_reveal_nik, thing="who works on the report at its tier"),
    "here": _SEEN,
    "draft": _SEEN,
    "canned": _SEEN,
    "insert": _SEEN,
    "file": _SEEN,
    "preview": _SEEN,
    "unlink": _SEEN,
    "act": _SEEN,
    "wallboard:board": staff(queues.may_see_wallboard),
    "wallboard:floor": staff(queues.may_watch),
    "wallboard:set_not_ready": staff(queues.may_watch),
    "wallboard:see_to": staff(queues.may_watch),
    "setup:first": staff(setup.first_page),
    "setup:answers": staff(setup.may_see_answers),
    "setup:add_answer": staff(setup.may_see_answers),
    "setup:answer": _TEXT,
    "setup:offer_answer": _TEXT,
    "setup:calendar": staff(setup.may_see_calendar),
    "setup:remove_holiday": staff(
        setup.may_see_calendar,
        sees=lambda person, holiday: may_keep_calendar(person, holiday.unit),
        thing="who keeps the calendar of its unit",
    ),
    "setup:limits": staff(setup.may_see_calendar, sends=may_set_limits),
    "setup:withdraw_limit": staff(may_set_limits),
    "privacy:first": staff(privacy.may_handle),
    "privacy:holds": staff(privacy.may_handle),
    "privacy:lift_hold": staff(
        privacy.may_handle,
        sees=lambda person, hold: privacy.is_kept_by(person, hold.case),
        thing="who keeps the report",
    ),
    "privacy:lift": staff(
        privacy.may_handle,
        sees=lambda person, restriction: privacy.is_kept_by(person, restriction.case),
        thing="who keeps the report",
    ),
    "privacy:request": _REQUEST,
    "privacy:do": _REQUEST,
    "privacy:package": _REQUEST,
    "requests:first": staff(disclosure.may_handle),
    "requests:yearly": staff(disclosure.may_handle),
    "requests:take": staff(writes_down),
    "requests:turn": staff(
        sees=lambda person, case: Action.EDIT in actions_for(person, case) and case.is_open,
        thing="who may correct the report",
    ),
    "requests:objection": staff(
        disclosure.has_counter,
        sees=disclosure.writes_down,
        thing="who may see the formal request, and meets its asker",
    ),
    "requests:one": _FORMAL,
    "requests:add_document": _REDACTED,
    "requests:document": _REDACTED,
    "requests:document_page": _REDACTED,
    "requests:document_made": _REDACTED,
    "requests:do": _FORMAL,
    "requests:withdraw": staff(
        disclosure.may_handle,
        sees=lambda person, offered: disclosure.sees(person, offered.reply.request.case),
        sends=disclosure.is_officer,
        thing="who may see the formal request",
    ),
    "audit:log": staff(may_read_log),
    "audit:export": staff(may_read_log),
    "setup:queues": staff(queues.may_keep_queues),
    "setup:queue": staff(queues.may_keep_queues),
    "setup:agent": staff(queues.may_keep_queues),
    "setup:remove_phone": staff(queues.may_keep_queues),
    "setup:clients": staff(administers_ministry),
    "setup:add_client": staff(administers_ministry),
    "setup:client": staff(administers_ministry),
    "setup:remove_client": staff(administers_ministry),
    "setup:mail": staff(mail.may_see_accounts),
    "setup:mail_account": staff(
        mail.may_see_accounts, sees=mail.may_see_account, thing="accounts of their units"
    ),
    "setup:mail_shared": staff(mail.may_keep_mail),
    "setup:mail_held": staff(mail.may_see_accounts),
    "setup:mail_held_letter": staff(
        mail.may_see_accounts, sees=mail.may_see_held, thing="who looks after its reader's mail"
    ),
    "setup:mail_status": staff(mail.may_keep_mail),
    "setup:mail_sending": staff(mail.may_see_accounts),
    "setup:mail_activation": staff(mail.may_see_accounts),
    "setup:mail_groups": staff(mail.may_see_accounts),
    "setup:mail_group_new": staff(mail.may_see_accounts),
    "setup:mail_group": staff(
        mail.may_see_accounts, sees=mail.may_keep_group, thing="groups of their units"
    ),
    "setup:mail_import": staff(mail.may_keep_mail),
    "setup:mail_offices": staff(mail.may_keep_mail),
    "setup:mail_office": staff(mail.may_keep_mail),
    "setup:mail_quotas": staff(mail.may_keep_mail),
    "setup:mail_names": staff(mail.may_keep_mail),
    "setup:mail_domains": staff(mail.may_keep_mail),
    "setup:people": staff(setup.may_see_people),
    "setup:person": staff(
        setup.may_see_people,
        sees=lambda person, other: Person.objects.filter(
            setup.people_seen_by(person), pk=other.pk
        ).exists(),
        thing="people of their units",
    ),
}
