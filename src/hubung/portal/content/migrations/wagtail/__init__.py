"""Wagtail's tables in one step each, instead of the history that led to them.

`MIGRATION_MODULES` names these. They hold what Wagtail 7.4 has after its last migration, so a new
installation, and every run of the tests, is spared some hundred and fifty steps. When Wagtail
brings a migration, `makemigrations wagtailcore …` writes the difference here, and a test says that
it is missing; a data migration of theirs is to be repeated by hand (docs/decisions/0036).
"""
