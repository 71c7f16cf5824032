"""`hubung prepare`, `migrate`, `check` and `settings`."""

from __future__ import annotations

import logging

import click

from hubung.cli.reach import django, in_force, or_sentence


@click.command()
def prepare() -> None:
    """Make the installation ready: translations, database, style sheets. May be repeated."""
    django(reach=True)
    from hubung.project import preparation

    or_sentence(preparation.prepare, click.echo)


@click.command()
def migrate() -> None:
    """Bring the database to the shape that this version needs."""
    django(reach=True)
    from hubung.project import preparation

    or_sentence(preparation.migrate, verbosity=1)


@click.command()
def check() -> None:
    """Tell what is wrong with this installation; exit code 1 if something is."""
    settings = in_force()
    django()
    from hubung.project import checks

    logging.disable(logging.WARNING)  # the findings say the same in words
    found = list(checks.findings(settings))
    for finding in found:
        mark = click.style("✗", fg="red") if finding.problem else click.style("·", fg="yellow")
        click.echo(f"{mark} {finding.part}: {finding.text}")
    if any(finding.problem for finding in found):
        raise SystemExit(1)
    click.echo(click.style("✓", fg="green") + " This installation can work.")


@click.command()
@click.option("--markdown", is_flag=True, help="The reference page instead of the values in force.")
def settings(markdown: bool) -> None:
    """Print every setting with its meaning, as a commented hubung.toml."""
    from hubung.project import conf_reference

    if markdown:
        click.echo(conf_reference.page(), nl=False)
    else:
        click.echo(conf_reference.sample(in_force()), nl=False)
