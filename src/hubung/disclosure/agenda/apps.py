from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "hubung.disclosure.agenda"
    label = "agenda"

    def ready(self) -> None:
        from hubung.audit import books

        books.register("agendas", "agenda.Change", ("diary_id", "seq", "hash"))
