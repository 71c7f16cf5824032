"""The mail boxes."""

from __future__ import annotations

from django.urls import path

from hubung.desk.boxes import views

app_name = "boxes"
urlpatterns = [
    path("", views.pen, name="pen"),
    path("otomatis/", views.ignored, name="ignored"),
    path("keluar/", views.outbox, name="outbox"),
    path("keluar/<int:pk>/lagi/", views.send_again, name="again"),
    path("keluar/<int:pk>/batal/", views.stop, name="stop"),
    path("<int:pk>/", views.message, name="message"),
    path("<int:pk>/mentah/", views.raw, name="raw"),
]
