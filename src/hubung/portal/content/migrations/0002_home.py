"""The home page of the site, and one review for all that is below it."""

from django.db import migrations


def begin(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("content", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")

    root = Page.objects.get(depth=1)
    kind, _new = ContentType.objects.get_or_create(app_label="content", model="homepage")
    home = HomePage.objects.create(
        title="Beranda",
        draft_title="Beranda",
        slug="beranda",
        content_type=kind,
        path=f"{root.path}0001",
        depth=2,
        numchild=0,
        url_path="/beranda/",
        locale=Locale.objects.get(pk=root.locale_id),
        live=True,
    )
    root.numchild = 1
    root.save(update_fields=["numchild"])
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True)
    _review(apps, home)


def _review(apps, home):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    OfficerReview = apps.get_model("content", "OfficerReview")

    kind, _new = ContentType.objects.get_or_create(app_label="content", model="officerreview")
    task = OfficerReview.objects.create(name="Tinjauan petugas informasi", content_type=kind)
    review = Workflow.objects.create(name="Tinjauan petugas informasi")
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=review, task_id=task.pk, sort_order=0
    )
    apps.get_model("wagtailcore", "WorkflowPage").objects.create(
        workflow=review, page_id=home.pk
    )


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0001_pages"),
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
