from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.foundation import together
from folkmoot.foundation.guards import Guards

FROZEN = import_module("folkmoot.reports.migrations.0002_frozen")


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_frozen'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Guards(FROZEN.UNDO, FROZEN.GUARDS),
        together.Together([
            migrations.AlterField(
                model_name='report',
                name='signer_name',
                field=models.CharField(blank=True, max_length=800),
            ),
            migrations.AlterField(
                model_name='reportfile',
                name='kind',
                field=models.CharField(choices=[('html', 'Web page'), ('pdf', 'PDF'), ('docx', 'Word document'), ('ods', 'Tables as a spreadsheet')], max_length=4),
            ),
            migrations.CreateModel(
                name='Annex',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('entries', models.JSONField(blank=True, default=list)),
                    ('sha256', models.CharField(max_length=64)),
                    ('frozen_at', models.DateTimeField()),
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='annex', to='reports.report')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('last_day', models.DateField(verbose_name='last day for comments')),
                    ('note', models.TextField(blank=True, verbose_name='what reviewers are asked')),
                    ('opened_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='reports.report')),
                ],
                options={
                    'ordering': ['-opened_at', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Reviewer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('outside', models.BooleanField(verbose_name='external governance member')),
                    ('office', models.CharField(max_length=120, verbose_name='shown as')),
                    ('named', models.BooleanField(default=False, verbose_name='agreed to be named')),
                    ('asked_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviewers', to='reports.review')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Comment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('section', models.CharField(blank=True, max_length=30, verbose_name='which part')),
                    ('words', models.TextField(verbose_name='comment')),
                    ('challenge', models.BooleanField(verbose_name='challenge')),
                    ('at', models.DateTimeField()),
                    ('late', models.BooleanField(default=False)),
                    ('taken_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.report')),
                    ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='reports.reviewer')),
                ],
                options={
                    'ordering': ['at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Signatory',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('office', models.CharField(max_length=120, verbose_name='signs as')),
                    ('named_at', models.DateTimeField()),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('named_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatories', to='reports.report')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='SignatoryVerdict',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('verdict', models.CharField(choices=[('signed', 'Signed'), ('returned', 'Returned')], max_length=8)),
                    ('reason', models.TextField(blank=True, verbose_name='what has to change, and why')),
                    ('at', models.DateTimeField()),
                    ('signatory', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='verdicts', to='reports.signatory')),
                ],
                options={
                    'ordering': ['at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('outcome', models.CharField(choices=[('accepted', 'Accepted'), ('not_accepted', 'Not accepted')], max_length=12, verbose_name='answer')),
                    ('words', models.TextField(verbose_name='what changes, or why not')),
                    ('name', models.CharField(max_length=120)),
                    ('office', models.CharField(max_length=120, verbose_name='answered as')),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='reports.answer')),
                    ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='reports.comment')),
                ],
                options={
                    'ordering': ['at', 'id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('office', ''), _negated=True)), name='report_answer_has_words'), models.UniqueConstraint(condition=models.Q(('supersedes__isnull', True)), fields=('comment',), name='report_answer_first_once'), models.CheckConstraint(condition=models.Q(('supersedes', models.F('pk')), _negated=True), name='report_answer_not_its_own')],
                },
            ),
            migrations.CreateModel(
                name='Distribution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('sha256', models.CharField(max_length=64)),
                    ('recipient', models.CharField(max_length=160, verbose_name='to whom')),
                    ('how', models.CharField(choices=[('email', 'E-mail with a link'), ('hand', 'By hand or on paper')], max_length=5, verbose_name='how')),
                    ('on', models.DateField(verbose_name='day')),
                    ('at', models.DateTimeField()),
                    ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.reportfile')),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='distributions', to='reports.report')),
                ],
                options={
                    'ordering': ['-on', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('how', 'email'), _negated=True), ('account__isnull', False), _connector='OR'), name='report_sent_by_email_to_an_account'), models.CheckConstraint(condition=models.Q(('recipient', ''), _negated=True), name='report_sent_to_somebody')],
                },
            ),
            migrations.CreateModel(
                name='PublishedReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('step', models.CharField(choices=[('prepared', 'Waits for a second person'), ('returned', 'Sent back'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='prepared', max_length=9)),
                    ('explained', models.JSONField(blank=True, default=dict)),
                    ('prepared_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(blank=True, null=True)),
                    ('found', models.JSONField(blank=True, default=list)),
                    ('fingerprint', models.CharField(blank=True, max_length=64)),
                    ('returned_at', models.DateTimeField(blank=True, null=True)),
                    ('returned_why', models.TextField(blank=True, verbose_name='what has to change, and why')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='why it is withdrawn')),
                    ('withdrawn_why_cy', models.CharField(blank=True, max_length=300, verbose_name='why it is withdrawn, in Welsh')),
                    ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='reports.report')),
                    ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-prepared_at', '-id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('step__in', ['prepared', 'published'])), fields=('report',), name='report_published_once'), models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(('published_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='report_published_by_a_second'), models.CheckConstraint(condition=models.Q(models.Q(('step', 'published'), _negated=True), models.Q(('published_at__isnull', False), ('published_by__isnull', False), models.Q(('fingerprint', ''), _negated=True)), _connector='OR'), name='report_published_whole'), models.CheckConstraint(condition=models.Q(models.Q(('step', 'returned'), _negated=True), models.Q(('returned_at__isnull', False), models.Q(('returned_why', ''), _negated=True)), _connector='OR'), name='report_sent_back_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('step', 'withdrawn'), _negated=True), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='report_withdrawn_says_why')],
                },
            ),
            migrations.AddConstraint(
                model_name='reviewer',
                constraint=models.UniqueConstraint(fields=('review', 'account'), name='report_reviewer_once'),
            ),
            migrations.AddConstraint(
                model_name='reviewer',
                constraint=models.CheckConstraint(condition=models.Q(('office', ''), _negated=True), name='report_reviewer_has_office'),
            ),
            migrations.AddIndex(
                model_name='comment',
                index=models.Index(fields=['at'], name='reports_com_at_3a1cf0_idx'),
            ),
            migrations.AddConstraint(
                model_name='comment',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='report_comment_has_words'),
            ),
            migrations.AddConstraint(
                model_name='comment',
                constraint=models.CheckConstraint(condition=models.Q(('taken_up_by__isnull', True), ('late', True), _connector='OR'), name='report_comment_taken_up_is_late'),
            ),
            migrations.AddConstraint(
                model_name='signatory',
                constraint=models.UniqueConstraint(fields=('report', 'account'), name='report_signatory_once'),
            ),
            migrations.AddConstraint(
                model_name='signatory',
                constraint=models.CheckConstraint(condition=models.Q(('office', ''), _negated=True), name='report_signatory_has_office'),
            ),
            migrations.AddConstraint(
                model_name='signatoryverdict',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='report_returned_says_why'),
            ),
            migrations.AddConstraint(
                model_name='signatoryverdict',
                constraint=models.UniqueConstraint(condition=models.Q(('verdict', 'signed')), fields=('signatory',), name='report_signed_once_each'),
            ),
        ]),
    ]
