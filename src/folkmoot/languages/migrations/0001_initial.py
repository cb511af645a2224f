import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.foundation import together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        together.Together([
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('kind', models.CharField(max_length=40, verbose_name='kind')),
                    ('number', models.PositiveBigIntegerField(verbose_name='number')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], max_length=2, verbose_name='language')),
                    ('offered_at', models.DateTimeField()),
                    ('offered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'text',
                    'verbose_name_plural': 'texts',
                    'ordering': ['title', 'id'],
                },
            ),
            migrations.CreateModel(
                name='EasyEdition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('number', models.PositiveIntegerField()),
                    ('begun_at', models.DateTimeField()),
                    ('office', models.CharField(blank=True, max_length=200, verbose_name='office that releases it')),
                    ('released_at', models.DateTimeField(blank=True, null=True)),
                    ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='easy_editions', to='languages.document')),
                    ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'Easy Read edition',
                    'verbose_name_plural': 'Easy Read editions',
                    'ordering': ['document', 'number'],
                },
            ),
            migrations.CreateModel(
                name='EasyPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('position', models.PositiveIntegerField()),
                    ('words', models.TextField(verbose_name='words')),
                    ('picture', models.BinaryField(blank=True, null=True)),
                    ('picture_format', models.CharField(blank=True, choices=[('png', 'PNG'), ('jpeg', 'JPEG')], max_length=4)),
                    ('alternative', models.CharField(blank=True, max_length=300, verbose_name='what the picture shows')),
                    ('picture_source', models.CharField(blank=True, max_length=300, verbose_name='where the picture is from')),
                    ('licence', models.CharField(blank=True, max_length=120, verbose_name='licence of the picture')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='languages.easyedition')),
                ],
                options={
                    'ordering': ['edition', 'position'],
                },
            ),
            migrations.CreateModel(
                name='EasyReading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('office', models.CharField(max_length=200, verbose_name='who read it, as an office or a group')),
                    ('read_on', models.DateField(verbose_name='read on')),
                    ('changed', models.TextField(verbose_name='what was changed after it')),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='languages.easyedition')),
                ],
                options={
                    'ordering': ['edition', 'id'],
                },
            ),
            migrations.CreateModel(
                name='SourceVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('number', models.PositiveIntegerField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='languages.document')),
                ],
                options={
                    'ordering': ['document', 'number'],
                },
            ),
            migrations.CreateModel(
                name='SourceSegment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('position', models.PositiveIntegerField()),
                    ('key', models.CharField(max_length=120)),
                    ('text', models.TextField()),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='segments', to='languages.sourceversion')),
                ],
                options={
                    'ordering': ['source', 'position'],
                },
            ),
            migrations.AddField(
                model_name='easyedition',
                name='source',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='languages.sourceversion'),
            ),
            migrations.CreateModel(
                name='Translation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], max_length=2, verbose_name='language')),
                    ('why', models.TextField(verbose_name='what it is needed for')),
                    ('wanted_on', models.DateField(blank=True, null=True, verbose_name='wanted by')),
                    ('asked_at', models.DateTimeField()),
                    ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='languages.document')),
                ],
                options={
                    'verbose_name': 'translation',
                    'verbose_name_plural': 'translations',
                    'ordering': ['document', 'language'],
                },
            ),
            migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('parts', models.JSONField()),
                    ('total', models.PositiveIntegerField()),
                    ('translated', models.PositiveIntegerField()),
                    ('office', models.CharField(max_length=200, verbose_name='office that releases it')),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='languages.sourceversion')),
                    ('translation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='languages.translation')),
                ],
                options={
                    'ordering': ['translation', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Wording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('key', models.CharField(max_length=120)),
                    ('source_text', models.TextField()),
                    ('text', models.TextField()),
                    ('taken_from', models.CharField(blank=True, max_length=300, verbose_name='where the words are from')),
                    ('at', models.DateTimeField()),
                    ('checked_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('translation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='languages.translation')),
                ],
                options={
                    'ordering': ['translation', 'id'],
                },
            ),
            migrations.AddConstraint(
                model_name='document',
                constraint=models.UniqueConstraint(fields=('kind', 'number'), name='document_offered_once'),
            ),
            migrations.AddConstraint(
                model_name='document',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', ''), _negated=True), models.Q(('title', ''), _negated=True)), name='document_named'),
            ),
            migrations.AddConstraint(
                model_name='easypart',
                constraint=models.UniqueConstraint(fields=('edition', 'position'), name='easy_part_placed_once'),
            ),
            migrations.AddConstraint(
                model_name='easypart',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='easy_part_says_something'),
            ),
            migrations.AddConstraint(
                model_name='easypart',
                constraint=models.CheckConstraint(condition=models.Q(('picture', None), models.Q(models.Q(('picture_format', ''), _negated=True), models.Q(('alternative', ''), _negated=True), models.Q(('picture_source', ''), _negated=True), models.Q(('licence', ''), _negated=True)), _connector='OR'), name='easy_picture_described'),
            ),
            migrations.AddConstraint(
                model_name='easyreading',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('office', ''), _negated=True), models.Q(('changed', ''), _negated=True)), name='easy_reading_says_who'),
            ),
            migrations.AddConstraint(
                model_name='sourceversion',
                constraint=models.UniqueConstraint(fields=('document', 'number'), name='source_version_numbered_once'),
            ),
            migrations.AddConstraint(
                model_name='sourcesegment',
                constraint=models.UniqueConstraint(fields=('source', 'key'), name='source_segment_key_once'),
            ),
            migrations.AddConstraint(
                model_name='sourcesegment',
                constraint=models.UniqueConstraint(fields=('source', 'position'), name='source_segment_placed_once'),
            ),
            migrations.AddConstraint(
                model_name='sourcesegment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='source_segment_says_something'),
            ),
            migrations.AddConstraint(
                model_name='easyedition',
                constraint=models.UniqueConstraint(fields=('document', 'number'), name='easy_edition_numbered_once'),
            ),
            migrations.AddConstraint(
                model_name='easyedition',
                constraint=models.CheckConstraint(condition=models.Q(('released_at', None), models.Q(('office', ''), _negated=True), _connector='OR'), name='easy_edition_released_by_an_office'),
            ),
            migrations.AddConstraint(
                model_name='translation',
                constraint=models.UniqueConstraint(fields=('document', 'language'), name='translation_asked_once'),
            ),
            migrations.AddConstraint(
                model_name='translation',
                constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='translation_asked_with_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='release',
                constraint=models.CheckConstraint(condition=models.Q(('total__gte', models.F('translated')), ('translated__gt', 0), models.Q(('office', ''), _negated=True)), name='release_of_something'),
            ),
            migrations.AddIndex(
                model_name='wording',
                index=models.Index(fields=['translation', 'key'], name='languages_w_transla_cc79d2_idx'),
            ),
            migrations.AddConstraint(
                model_name='wording',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('key', ''), _negated=True), models.Q(('text', ''), _negated=True), models.Q(('source_text', ''), _negated=True)), name='wording_says_something'),
            ),
            migrations.AddConstraint(
                model_name='wording',
                constraint=models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('by')), _negated=True), _connector='OR'), name='wording_checked_by_another'),
            ),
            migrations.AddConstraint(
                model_name='wording',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('checked_by', None)), ('checked_at__isnull', False), _connector='OR'), name='wording_checked_by_somebody'),
            ),
        ]),
    ]
