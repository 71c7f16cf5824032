from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "hubung.kernel"
    label = "kernel"

    def ready(self) -> None:
        from hubung.kernel import events, tasks

        events.load_handlers()
        tasks.load_tasks()
