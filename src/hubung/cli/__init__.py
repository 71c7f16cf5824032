"""`hubung` on the command line: one module per group of commands, and how they reach the program.

Nothing of the program is loaded before a command needs it, so that `--help` is instant and works
on an installation that is broken. So these modules import click and `reach`, nothing else of us.
"""

from __future__ import annotations

import click

from hubung.cli.agenda import agenda
from hubung.cli.api import api
from hubung.cli.audit import audit
from hubung.cli.bench import bench
from hubung.cli.cases import cases
from hubung.cli.clients import clients
from hubung.cli.demo import demo
from hubung.cli.directory import directory
from hubung.cli.front import nginx
from hubung.cli.insight import insight
from hubung.cli.installation import check, migrate, prepare, settings
from hubung.cli.keys import keys
from hubung.cli.mail import mail
from hubung.cli.phone import phone
from hubung.cli.privacy import privacy
from hubung.cli.running import serve, web, worker
from hubung.cli.search import search


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="hubung", message="Hubung %(version)s")
def main() -> None:
    """Hubung: a ministry's contact centre 151, its mail and its portal over one registry.

    A first installation: `hubung check`, `hubung prepare`, `hubung serve`.
    """


for command in (serve, web, worker, nginx, prepare, migrate, check, settings):
    main.add_command(command)
for group in (
    demo,
    directory,
    clients,
    cases,
    agenda,
    audit,
    privacy,
    insight,
    search,
    keys,
    api,
    mail,
    phone,
    bench,
):
    main.add_command(group)
