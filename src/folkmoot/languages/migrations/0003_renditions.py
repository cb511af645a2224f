import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.foundation import together


class Migration(migrations.Migration):

    dependencies = [
        ('languages', '0002_what_was_worded_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        together.Together([
            migrations.CreateModel(
                name='Rendition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('sort', models.CharField(choices=[('bsl', 'Film in British Sign Language'), ('audio', 'Reading aloud'), ('large_print', 'Large print')], max_length=12, verbose_name='what it is')),
                    ('language', models.CharField(choices=[('en', 'English'), ('cy', 'Welsh')], max_length=2, verbose_name='language of its words')),
                    ('number', models.PositiveIntegerField()),
                    ('sound', models.CharField(blank=True, choices=[('none', 'No sound'), ('en', 'English'), ('cy', 'Welsh')], max_length=4, verbose_name='language that is spoken')),
                    ('seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='length in seconds')),
                    ('transcript', models.TextField(blank=True, verbose_name='what is said or signed in it, in writing')),
                    ('short_why', models.CharField(blank=True, max_length=300, verbose_name='why the transcript has so few words')),
                    ('performer', models.CharField(blank=True, max_length=200, verbose_name='who signed or spoke')),
                    ('agreed_on', models.DateField(blank=True, null=True, verbose_name='day on which they agreed that it is published')),
                    ('agreed_how', models.CharField(blank=True, max_length=300, verbose_name='how they agreed')),
                    ('file_name', models.CharField(max_length=120, verbose_name='name of the file')),
                    ('kept_as', models.CharField(editable=False, max_length=64, unique=True)),
                    ('sha256', models.CharField(editable=False, max_length=64)),
                    ('size', models.PositiveBigIntegerField(editable=False)),
                    ('says_who_wrote_it', models.BooleanField(default=False)),
                    ('made_at', models.DateTimeField()),
                    ('checked_at', models.DateTimeField(blank=True, null=True)),
                    ('returned_at', models.DateTimeField(blank=True, null=True)),
                    ('returned_why', models.CharField(blank=True, max_length=300, verbose_name='why it was sent back')),
                    ('office', models.CharField(blank=True, max_length=200, verbose_name='office that releases it')),
                    ('released_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='why it was withdrawn')),
                    ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ('removed_why', models.CharField(blank=True, max_length=300, verbose_name='why it was removed')),
                    ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renditions', to='languages.document')),
                    ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='languages.sourceversion')),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'film, reading or large print',
                    'verbose_name_plural': 'films, readings and large print',
                    'ordering': ['document', 'sort', 'language', '-number'],
                    'constraints': [models.UniqueConstraint(fields=('document', 'sort', 'language', 'number'), name='rendition_numbered_once'), models.CheckConstraint(condition=models.Q(('sort', 'large_print'), models.Q(models.Q(('transcript', ''), _negated=True), models.Q(('sound', ''), _negated=True), models.Q(('performer', ''), _negated=True), models.Q(('agreed_how', ''), _negated=True), ('agreed_on__isnull', False), ('seconds__gt', 0)), _connector='OR'), name='rendition_recorded_with_a_transcript'), models.CheckConstraint(condition=models.Q(models.Q(('sort', 'audio'), _negated=True), ('sound', models.F('language')), _connector='OR'), name='rendition_read_in_the_language_spoken'), models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('made_by')), _negated=True), _connector='OR'), name='rendition_checked_by_another'), models.CheckConstraint(condition=models.Q(('released_at', None), models.Q(('checked_at__isnull', False), ('returned_at', None), models.Q(('office', ''), _negated=True)), _connector='OR'), name='rendition_released_once_checked'), models.CheckConstraint(condition=models.Q(('returned_at', None), models.Q(('returned_why', ''), _negated=True), _connector='OR'), name='rendition_returned_says_why'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('released_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='rendition_withdrawn_says_why'), models.CheckConstraint(condition=models.Q(('removed_at', None), models.Q(models.Q(('removed_why', ''), _negated=True), models.Q(('released_at', None), ('withdrawn_at__isnull', False), _connector='OR')), _connector='OR'), name='rendition_removed_says_why')],
                },
            ),
        ]),
    ]
