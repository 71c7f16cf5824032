"""Whose name a stranger should not bear unmarked: our officials, their titles, our domains.

The filter compares skeletons: letters that look alike are one letter, titles and degrees are left
out. The same rules stand here and, made from these tables, in the filter's script.
"""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings

from hubung.directory.models import Holding, Post, in_force, today

#: What looks like what: digits and signs, letters of other alphabets.
LOOKS_LIKE = {
    **dict(zip("013457@$!|", "oieastasii", strict=True)),
    **dict(zip("авеёікмнорстухѕјԁɡһ", "abeeikmhopctyxsjdgh", strict=True)),
    **dict(zip("αβεικνορτυχγ", "abeikvoptuxy", strict=True)),
    **dict(zip("àáâãäåèéêëìíîïòóôõöøùúûüñçı", "aaaaaaeeeeiiiioooooouuuunci", strict=True)),
    "l": "i",
}
#: In front of names, and of no weight in comparing them.
TITLES = frozenset(
    "dr drs dra ir h hj prof bapak bpk bp pak ibu bu sdr kh capt kapten mr mrs ms".split()  # noqa: SIM905
)
#: Shorter ones are many people's.
SHORTEST = 8


def skeleton(name: str) -> str:
    """`Dr. Ir. Sekar WIDURI, M.T.` → `sekarwiduri`; the same of whatever looks like it."""
    begun = unicodedata.normalize("NFC", name).lower().partition(",")[0]
    words = re.findall(r"[a-z]+", "".join(LOOKS_LIKE.get(letter, letter) for letter in begun))
    titles = {"".join(LOOKS_LIKE.get(letter, letter) for letter in title) for title in TITLES}
    return "".join(word for word in words if word not in titles)


def names() -> list[str]:
    """Skeletons of the officials' names and of their posts, as of today."""
    posts = Post.objects.filter(
        heads_unit=True, unit__kind__in=settings.HUBUNG.mail_system.guarded_units
    )
    holders = Holding.objects.filter(in_force(today()), post__in=posts)
    said = {*holders.values_list("person__name", flat=True), *posts.values_list("title", flat=True)}
    return sorted({made for name in said if len(made := skeleton(name)) >= SHORTEST})
