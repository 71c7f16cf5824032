import django.core.validators
import django.db.models.deletion
import hubung.directory.models
import hubung.kernel.clock
import hubung.portal.content.models.media
import modelsearch.index
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models

from hubung.kernel.migrating import CreateModels


def begin(apps, schema_editor):
    """The home page of the site, and one review for all that is below it."""
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

    replaces = [
        ('content', '0001_pages'),
        ('content', '0002_home'),
        ('content', '0003_guides'),
    ]

    initial = True

    dependencies = [
        ('directory', '0001_first_release'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0002_initial_data'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='OfficerReview',
                fields=[
                    ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ],
                options={
                    'verbose_name': 'review by the information officer',
                },
                bases=('wagtailcore.task',),
            ),
            migrations.CreateModel(
                name='AnnouncementPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('summary', models.CharField(blank=True, help_text='One or two sentences: what lists, the search and feeds show.', max_length=300, verbose_name='summary')),
                    ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='summary in English')),
                    ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text')),
                    ('body_en', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text in English')),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], db_index=True, editable=False, max_length=8, verbose_name='sector')),
                    ('urgency', models.CharField(choices=[('immediate', 'Immediate: danger to people, said at once'), ('ordinary', 'Ordinary')], db_index=True, default='ordinary', max_length=10, verbose_name='urgency')),
                    ('area', models.CharField(help_text='Port, road, airport or line; or the whole country.', max_length=200, verbose_name='area')),
                    ('area_en', models.CharField(blank=True, max_length=200, verbose_name='area in English')),
                    ('begins_at', models.DateTimeField(db_index=True, default=hubung.kernel.clock.now, verbose_name='holds from')),
                    ('ends_at', models.DateTimeField(blank=True, help_text='Empty: until further notice.', null=True, verbose_name='until')),
                    ('next_word_at', models.DateTimeField(blank=True, help_text='When people hear more at the latest.', null=True, verbose_name='next word by')),
                    ('timezone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=20, verbose_name='time zone')),
                    ('what_to_do', wagtail.fields.RichTextField(blank=True, verbose_name='what to do')),
                    ('what_to_do_en', wagtail.fields.RichTextField(blank=True, verbose_name='what to do, in English')),
                    ('unit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.unit', verbose_name='unit')),
                ],
                options={
                    'verbose_name': 'announcement',
                    'verbose_name_plural': 'announcements',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='EventPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('summary', models.CharField(blank=True, help_text='One or two sentences: what lists, the search and feeds show.', max_length=300, verbose_name='summary')),
                    ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='summary in English')),
                    ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text')),
                    ('body_en', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text in English')),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], db_index=True, editable=False, max_length=8, verbose_name='sector')),
                    ('begins_at', models.DateTimeField(db_index=True, verbose_name='begins')),
                    ('ends_at', models.DateTimeField(verbose_name='ends')),
                    ('timezone', models.CharField(choices=[('Asia/Jakarta', 'WIB'), ('Asia/Makassar', 'WITA'), ('Asia/Jayapura', 'WIT')], default='Asia/Jakarta', max_length=20, verbose_name='time zone')),
                    ('place', models.CharField(max_length=200, verbose_name='where')),
                    ('unit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.unit', verbose_name='unit')),
                ],
                options={
                    'verbose_name': 'event',
                    'verbose_name_plural': 'events',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='Paper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=255, verbose_name='title')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                    ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                    ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                    ('file', models.FileField(storage=hubung.portal.content.models.media.portal_files, upload_to='papers', verbose_name='file')),
                    ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                    ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                    ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'document',
                    'verbose_name_plural': 'documents',
                    'abstract': False,
                },
                bases=(modelsearch.index.Indexed, models.Model),
            ),
            migrations.CreateModel(
                name='DocumentPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('summary', models.CharField(blank=True, help_text='One or two sentences: what lists, the search and feeds show.', max_length=300, verbose_name='summary')),
                    ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='summary in English')),
                    ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text')),
                    ('body_en', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text in English')),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], db_index=True, editable=False, max_length=8, verbose_name='sector')),
                    ('kind', models.CharField(choices=[('regulation', 'Regulation'), ('decree', 'Decree'), ('circular', 'Circular'), ('report', 'Report'), ('guide', 'Guide'), ('agreement', 'Agreement')], max_length=12, verbose_name='kind')),
                    ('number', models.CharField(blank=True, help_text='As it is cited, as PM 12 of 2026.', max_length=80, verbose_name='number')),
                    ('day', models.DateField(db_index=True, default=hubung.directory.models.today, verbose_name='date')),
                    ('availability', models.CharField(choices=[('periodic', 'Periodic'), ('immediate', 'Immediate'), ('anytime', 'At any time')], default='anytime', max_length=10, verbose_name='category')),
                    ('unit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.unit', verbose_name='unit')),
                    ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='content.paper', verbose_name='file')),
                ],
                options={
                    'verbose_name': 'document',
                    'verbose_name_plural': 'documents',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='Picture',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=255, verbose_name='title')),
                    ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                    ('width', models.IntegerField(editable=False, verbose_name='width')),
                    ('height', models.IntegerField(editable=False, verbose_name='height')),
                    ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                    ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                    ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                    ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                    ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                    ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                    ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                    ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=hubung.portal.content.models.media.portal_files, upload_to='pictures', verbose_name='file', width_field='width')),
                    ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                    ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                    ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'picture',
                    'verbose_name_plural': 'pictures',
                    'abstract': False,
                },
                bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
            ),
            migrations.CreateModel(
                name='NewsPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('summary', models.CharField(blank=True, help_text='One or two sentences: what lists, the search and feeds show.', max_length=300, verbose_name='summary')),
                    ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='summary in English')),
                    ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text')),
                    ('body_en', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text in English')),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], db_index=True, editable=False, max_length=8, verbose_name='sector')),
                    ('day', models.DateField(db_index=True, default=hubung.directory.models.today, verbose_name='date')),
                    ('picture_alt', models.CharField(blank=True, help_text='Read out to whoever does not see it.', max_length=255, verbose_name='what the picture shows')),
                    ('picture_alt_en', models.CharField(blank=True, max_length=255, verbose_name='what the picture shows, in English')),
                    ('unit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.unit', verbose_name='unit')),
                    ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.picture', verbose_name='picture')),
                ],
                options={
                    'verbose_name': 'news',
                    'verbose_name_plural': 'news',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='PlainPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('summary', models.CharField(blank=True, help_text='One or two sentences: what lists, the search and feeds show.', max_length=300, verbose_name='summary')),
                    ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='summary in English')),
                    ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text')),
                    ('body_en', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text in English')),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], db_index=True, editable=False, max_length=8, verbose_name='sector')),
                    ('unit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.unit', verbose_name='unit')),
                ],
                options={
                    'verbose_name': 'page',
                    'verbose_name_plural': 'pages',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='SectionPage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('summary', models.CharField(blank=True, help_text='One or two sentences: what lists, the search and feeds show.', max_length=300, verbose_name='summary')),
                    ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='summary in English')),
                    ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text')),
                    ('body_en', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text in English')),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], db_index=True, max_length=8, verbose_name='sector')),
                    ('unit', models.ForeignKey(help_text='Its editors, and those of the units above it, write here.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit', verbose_name='unit')),
                ],
                options={
                    'verbose_name': 'section of a unit',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='ServicePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('summary', models.CharField(blank=True, help_text='One or two sentences: what lists, the search and feeds show.', max_length=300, verbose_name='summary')),
                    ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='summary in English')),
                    ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text')),
                    ('body_en', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text in English')),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], db_index=True, editable=False, max_length=8, verbose_name='sector')),
                    ('requirements', wagtail.fields.RichTextField(blank=True, verbose_name='requirements')),
                    ('requirements_en', wagtail.fields.RichTextField(blank=True, verbose_name='requirements in English')),
                    ('steps', wagtail.fields.StreamField([('step', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'What happens', 'max_length': 120}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Who does it', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'How long', 'max_length': 60, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('name', 0), ('who', 1), ('time', 2)]], {})}, verbose_name='steps')),
                    ('steps_en', wagtail.fields.StreamField([('step', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'What happens', 'max_length': 120}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Who does it', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'How long', 'max_length': 60, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('name', 0), ('who', 1), ('time', 2)]], {})}, verbose_name='steps in English')),
                    ('fee', models.PositiveIntegerField(blank=True, help_text='0: free of charge. Empty: nothing is said of it.', null=True, verbose_name='official fee, in rupiah')),
                    ('fee_ground', models.CharField(blank=True, help_text='As PP 15 of 2016.', max_length=200, verbose_name='legal ground of the fee')),
                    ('promised_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='promised time, in working days')),
                    ('where', wagtail.fields.RichTextField(blank=True, verbose_name='where')),
                    ('where_en', wagtail.fields.RichTextField(blank=True, verbose_name='where, in English')),
                    ('apply_at', models.CharField(blank=True, max_length=200, validators=[django.core.validators.RegexValidator('^(/(?!/)|https://)\\S+$', 'A path of this site, or https://…')], verbose_name='address to apply at')),
                    ('unit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.unit', verbose_name='unit')),
                ],
                options={
                    'verbose_name': 'service',
                    'verbose_name_plural': 'services',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='HomePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('often', wagtail.fields.StreamField([('link', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Words', 'max_length': 60}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Words in English', 'max_length': 60, 'required': False}), 2: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'An address of this site, beginning with /.'}, 'label': 'Address', 'regex': '^/(?!/)[^\\s]*$'}), 3: ('wagtail.blocks.StructBlock', [[('words', 0), ('words_en', 1), ('address', 2)]], {})}, verbose_name='often searched')),
                    ('featured', models.ForeignKey(blank=True, help_text='The one that people need most, or find hardest.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='content.servicepage', verbose_name='service in the frame')),
                ],
                options={
                    'verbose_name': 'home page',
                },
                bases=('wagtailcore.page',),
            ),
            migrations.CreateModel(
                name='Size',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('filter_spec', models.CharField(db_index=True, max_length=255)),
                    ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                    ('width', models.IntegerField(editable=False)),
                    ('height', models.IntegerField(editable=False)),
                    ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                    ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='content.picture')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='size_once')],
                },
                bases=(wagtail.images.models.ImageFileMixin, models.Model),
            ),
            migrations.CreateModel(
                name='GuidePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('summary', models.CharField(blank=True, help_text='One or two sentences: what lists, the search and feeds show.', max_length=300, verbose_name='summary')),
                    ('summary_en', models.CharField(blank=True, max_length=300, verbose_name='summary in English')),
                    ('body', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text')),
                    ('body_en', wagtail.fields.StreamField([('text', 0), ('picture', 3), ('notice', 7)], blank=True, block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'template': 'content/blocks/text.html'}), 1: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 300, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('picture', 1), ('caption', 2)]], {}), 4: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('', 'Note'), ('warn', 'Mind this'), ('danger', 'Danger')], 'label': 'Kind', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120, 'required': False}), 6: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 7: ('wagtail.blocks.StructBlock', [[('tone', 4), ('title', 5), ('text', 6)]], {})}, verbose_name='text in English')),
                    ('sector', models.CharField(blank=True, choices=[('darat', 'Land'), ('laut', 'Sea'), ('udara', 'Air'), ('kereta', 'Rail')], db_index=True, editable=False, max_length=8, verbose_name='sector')),
                    ('steps', wagtail.fields.StreamField([('step', 4)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'What to do', 'max_length': 120}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'What to do, in English', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page', 'required': False}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page in English', 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('words', 0), ('words_en', 1), ('text', 2), ('text_en', 3)]], {})}, verbose_name='steps')),
                    ('flow', wagtail.fields.StreamField([('question', 10), ('outcome', 13)], blank=True, block_lookup={0: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Small letters, figures and hyphens, as late-flight.'}, 'help_text': 'Answers lead here by this name; readers do not see it.', 'label': 'Short name', 'regex': '^[a-z0-9-]{1,40}$'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Words', 'max_length': 200}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Words in English', 'max_length': 200, 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Hint', 'max_length': 300, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Hint in English', 'max_length': 300, 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Words of the answer', 'max_length': 120}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Words of the answer, in English', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'The short name of what comes then, further down. Empty: what comes next.', 'label': 'Leads to', 'max_length': 40, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('words', 5), ('words_en', 6), ('leads_to', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'label': 'Answers', 'max_num': 8, 'min_num': 2}), 10: ('wagtail.blocks.StructBlock', [[('name', 0), ('words', 1), ('words_en', 2), ('hint', 3), ('hint_en', 4), ('answers', 9)]], {}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page'}), 12: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'ol', 'ul', 'link', 'document-link'], 'label': 'Text of the page in English', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('name', 0), ('words', 1), ('words_en', 2), ('text', 11), ('text_en', 12)]], {})}, help_text='The first one is asked first. Each answer leads further down.', verbose_name='questions and results')),
                    ('unit', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.unit', verbose_name='unit')),
                ],
                options={
                    'verbose_name': 'guide',
                    'verbose_name_plural': 'guides',
                },
                bases=('wagtailcore.page',),
            ),
        ]),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
