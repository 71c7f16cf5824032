"""The webmail's style in our colours."""

from __future__ import annotations

from hubung.mail.daemons.webmail import skin


def test_shades_of_the_main_colour_are_ours_and_others_stay() -> None:
    theirs = (
        "a{color:#37beff;background:#ebf9ff}b{color:#ff5552;background:#fff}"
        "i{color:rgba(55,190,255,.5)}#layout-menu{background:#2f3a3f}"
    )
    ours = skin.style(theirs)
    assert "a{color:#0b5775;background:#edf9fd}" in ours
    assert "b{color:#ff5552;background:#fff}" in ours
    assert "rgba(11,87,117,.5)" in ours
    assert "#layout-menu{background:#0b3c51}" in ours


def test_the_dark_mode_keeps_its_colours_and_pictures_are_found() -> None:
    dark = "html.dark-mode a{color:#37beff}"
    assert skin.style(dark) == dark
    assert skin.style("x{src:url('../fonts/a.woff2')}") == (
        "x{src:url('../../elastic/fonts/a.woff2')}"
    )
