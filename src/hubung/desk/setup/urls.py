"""The setup."""

from __future__ import annotations

from django.urls import path

from hubung.desk.setup.mail import (
    accounts,
    activation,
    domains,
    groups,
    held,
    moving_in,
    names,
    offices,
    quotas,
    sending,
    status,
)
from hubung.desk.setup.views import (
    answers,
    calendar,
    clients,
    first,
    limits,
    people,
    person,
    queues,
)

app_name = "setup"
urlpatterns = [
    path("", first.first, name="first"),
    path("templat/", answers.answers, name="answers"),
    path("templat/baru/", answers.add, name="add_answer"),
    path("templat/<int:pk>/", answers.edit, name="answer"),
    path("templat/<int:pk>/pakai/", answers.offer, name="offer_answer"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/<int:pk>/hapus/", calendar.remove, name="remove_holiday"),
    path("batas/", limits.limits, name="limits"),
    path("batas/<int:pk>/batal/", limits.withdraw, name="withdraw_limit"),
    path("antrean/", queues.queues, name="queues"),
    path("antrean/telepon/<int:pk>/hapus/", queues.remove_telephone, name="remove_phone"),
    path("antrean/petugas/<int:pk>/", queues.agent, name="agent"),
    path("antrean/ubah/<slug:name>/", queues.queue, name="queue"),
    path("aplikasi/", clients.clients, name="clients"),
    path("aplikasi/baru/", clients.add, name="add_client"),
    path("aplikasi/<slug:client_id>/", clients.client, name="client"),
    path("aplikasi/<slug:client_id>/hapus/", clients.remove_client, name="remove_client"),
    path("surel/", accounts.accounts, name="mail"),
    path("surel/<int:pk>/", accounts.account, name="mail_account"),
    path("surel/bersama-baru/", accounts.add_shared, name="mail_shared"),
    path("surel/aktivasi/", activation.activation, name="mail_activation"),
    path("surel/grup/", groups.groups, name="mail_groups"),
    path("surel/grup/baru/", groups.add_group, name="mail_group_new"),
    path("surel/grup/<int:pk>/", groups.group, name="mail_group"),
    path("surel/tertahan/", held.held, name="mail_held"),
    path("surel/tertahan/<int:pk>/", held.letter, name="mail_held_letter"),
    path("surel/keadaan/", status.status, name="mail_status"),
    path("surel/pengiriman/", sending.sending, name="mail_sending"),
    path("surel/impor/", moving_in.moving_in, name="mail_import"),
    path("surel/jabatan/", offices.offices, name="mail_offices"),
    path("surel/jabatan/<int:pk>/", offices.office, name="mail_office"),
    path("surel/ruang/", quotas.quotas, name="mail_quotas"),
    path("surel/nama/", names.names, name="mail_names"),
    path("surel/domain/", domains.domains, name="mail_domains"),
    path("orang/", people.people, name="people"),
    path("orang/<int:pk>/", person.person, name="person"),
]
