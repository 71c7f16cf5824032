"""docs/reference/retention.md, from the schedules themselves."""

from __future__ import annotations

from hubung.privacy.retention.book import Schedule, all_schedules

_PAGE = """\
# How long records are kept

Made from the schedules by `scripts/reference.py`; a test compares the two. The days are the
defaults of the settings in `[retention]` ([settings](settings.md)); 0 keeps a class until somebody
says otherwise. The worker lets go of what is older, each hour and in small batches, and puts each
batch on the access log: class, days, count, and a digest of the keys. `hubung privacy retention
--dry-run` shows what would go now. What stands under a legal hold stays
([how to](../how-to/personal-data.md)).

| records | days | counted from when it was | what goes | by which rule | setting |
|---|---|---|---|---|---|
"""


def page() -> str:
    return _PAGE + "".join(map(_row, all_schedules()))


def _row(one: Schedule) -> str:
    cells = (one.records, str(one.days), one.begins, one.what_goes, one.source, f"`{one.setting}`")
    return f"| {' | '.join(cells)} |\n"
