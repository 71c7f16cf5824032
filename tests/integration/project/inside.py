"""What a test of the web server in front asks of an installation; see `tests.support.inside`."""

from __future__ import annotations

from tests.support.inside import answer


def portal() -> str:
    """A ministry, with one piece of news at /laut/kapal-baru/; the key of Ratih's session."""
    from hubung.portal.content.models import NewsPage
    from tests.integration.portal.content.pages import publish, section, text
    from tests.support.accounts import session_for
    from tests.support.ministry import build

    ministry = build()
    room = section(ministry.sea, "Laut")
    publish(NewsPage(title="Kapal baru", slug="kapal-baru", body=text("Ke Sangihe.")), room)
    return session_for(ministry.ratih).session_key or ""


def rename(title: str) -> None:
    """Publish the news with another title."""
    from hubung.portal.content.models import NewsPage

    news = NewsPage.objects.get(slug="kapal-baru")
    news.title = title
    news.save_revision().publish()


def take_back() -> None:
    from hubung.portal.content.models import NewsPage

    NewsPage.objects.get(slug="kapal-baru").unpublish()


def reports_from(address: str) -> int:
    """How many reports of this hour count against an address."""
    from hubung.channels.web import visitors

    return visitors.times("report", address)


def file_bytes() -> list[int]:
    """The sizes of all files that came with reports."""
    from hubung.cases.models import Attachment
    from hubung.kernel.files import open_blob

    sizes = []
    for address in Attachment.objects.values_list("sha256", flat=True):
        with open_blob(address) as file:
            sizes.append(len(file.read()))
    return sizes


if __name__ == "__main__":
    answer(portal, rename, take_back, reports_from, file_bytes)
