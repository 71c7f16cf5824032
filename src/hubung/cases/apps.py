from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "hubung.cases"
    label = "cases"

    def ready(self) -> None:
        from hubung.audit import books

        books.register("timelines", "cases.Entry", ("case_id", "seq", "hash"))
