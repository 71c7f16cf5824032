"""The doors for mail, as the tests of mail open them."""

from tests.integration.email.conftest import open_doors

__all__ = ["open_doors"]
