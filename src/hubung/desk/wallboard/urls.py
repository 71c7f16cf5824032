"""`/desk/papan/`."""

from __future__ import annotations

from django.urls import path

from hubung.desk.wallboard import views

app_name = "wallboard"
urlpatterns = [
    path("", views.board, name="board"),
    path("langsung/", views.floor, name="floor"),
    path("langsung/<int:pk>/jeda/", views.set_not_ready, name="set_not_ready"),
    path("telepon-kembali/<int:pk>/selesai/", views.see_to, name="see_to"),
]
