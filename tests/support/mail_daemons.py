"""Have the mail daemons there before their tests: `python -m tests.support.mail_daemons`.

What others run on this machine stays as it is.
"""

from __future__ import annotations

import sys

from hubung.mail.daemons import installation
from hubung.mail.daemons.errors import MailSystemError
from hubung.mail.daemons.webmail import packages


def main() -> None:
    try:
        installation.install(print)
        packages.install(print)
    except MailSystemError as error:
        sys.exit(str(error))
    print("Postfix, Dovecot, Rspamd, slapd and Roundcube are there.")


if __name__ == "__main__":
    main()
