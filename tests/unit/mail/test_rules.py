"""Our rules within whatever script somebody has, as the webmail wrote it."""

from __future__ import annotations

import pytest

from hubung.mail import rules

LINE = '\tinclude :personal :optional "hubung";\n'


@pytest.mark.parametrize(
    ("before", "requires", "rest"),
    [
        ("", "", ""),
        (
            'require ["fileinto"];\n# rule:[Rapat]\nif true\n{\n\tkeep;\n}\n',
            'require ["fileinto"];\n',
            "# rule:[Rapat]\nif true\n{\n\tkeep;\n}\n",
        ),
        (
            '# mine\nrequire "copy";\r\n/* and */ require ["date", "index"]; keep;',
            '# mine\nrequire "copy";\r\n/* and */ require ["date", "index"]; ',
            "keep;",
        ),
    ],
)
def test_ours_come_after_what_is_required_and_before_the_rest(
    before: str, requires: str, rest: str
) -> None:
    after = rules.included(before)
    assert after.startswith(f'require ["include"];\n{requires.rstrip(" ")}')
    assert after.endswith(f"{LINE}}}\n{rest}")
    assert rules.included(after) == after


def test_ours_that_the_webmail_wrote_back_are_found_again() -> None:
    theirs = 'require ["include"];\n# rule:[Hubung]\nif true\n{\n\tinclude :optional "hubung";\n}\n'
    assert rules.included(theirs) == theirs
