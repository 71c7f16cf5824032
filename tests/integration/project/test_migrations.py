"""The tables are as the models have them, and an installation from before the merge goes on."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from hubung.project import health, preparation


@pytest.mark.django_db
@pytest.mark.once
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_what_all_merged_steps_prepared_counts_as_prepared() -> None:
    recorded = MigrationRecorder(connection).migration_qs
    recorded.filter(name="0001_first_release").delete()
    assert "mail.0001_first_release" in health.unapplied_migrations()
    preparation.migrate()
    assert health.unapplied_migrations() == []


@pytest.mark.django_db
def test_where_a_few_merged_steps_are_missing_it_is_said_what_to_do() -> None:
    recorded = MigrationRecorder(connection).migration_qs
    recorded.filter(app="api", name__in=["0003_token_places", "0001_first_release"]).delete()
    with pytest.raises(preparation.HalfwayError, match=r": api\.0003_token_places\. Run"):
        preparation.migrate()
