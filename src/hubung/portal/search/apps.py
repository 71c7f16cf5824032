from django.apps import AppConfig


class PortalSearchConfig(AppConfig):
    name = "hubung.portal.search"
    label = "portal_search"

    def ready(self) -> None:
        from hubung.portal.search import signals  # noqa: F401 - registers
        from hubung.portal.search.sources import EVERY
        from hubung.search import sources

        for source in EVERY:
            sources.offer(source())
