from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from folkmoot.foundation import together
from folkmoot.foundation.guards import taking_away

BEFORE = import_module("folkmoot.strategy.migrations.0004_figures_stay").STAYS


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0002_authorities'),
        ('strategy', '0004_figures_stay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        taking_away(BEFORE),
        together.Together([
            migrations.AddField(
                model_name='measure',
                name='how',
                field=models.TextField(blank=True, verbose_name='how it is measured'),
            ),
            migrations.AddField(
                model_name='measure',
                name='owner',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner'),
            ),
            migrations.AddField(
                model_name='measure',
                name='why',
                field=models.TextField(blank=True, verbose_name='why it is measured'),
            ),
            migrations.AddField(
                model_name='observation',
                name='design_effect',
                field=models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='design effect'),
            ),
            migrations.AddField(
                model_name='observation',
                name='link',
                field=models.CharField(blank=True, max_length=300),
            ),
            migrations.AddField(
                model_name='observation',
                name='origin',
                field=models.CharField(blank=True, max_length=120),
            ),
            migrations.AddField(
                model_name='observation',
                name='restated',
                field=models.BooleanField(default=False, verbose_name='its source gave another figure'),
            ),
            migrations.AddField(
                model_name='observation',
                name='unbased',
                field=models.BooleanField(default=False, verbose_name='its source publishes no base'),
            ),
            migrations.CreateModel(
                name='Baseline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('why', models.TextField(verbose_name='why this one')),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('observation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='baselines', to='strategy.observation', verbose_name='figure')),
                ],
                options={
                    'ordering': ['at', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Break',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('on', models.DateField(verbose_name='from which day')),
                    ('what', models.TextField(verbose_name='what changed')),
                    ('was', models.TextField(verbose_name='the definition before')),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breaks', to='strategy.measure')),
                ],
                options={
                    'ordering': ['on', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('name', models.CharField(max_length=200, verbose_name='name of the survey')),
                    ('question', models.TextField(blank=True, verbose_name='the question as it was asked')),
                    ('source', models.CharField(max_length=300, verbose_name='where it is published')),
                    ('starts', models.DateField(blank=True, null=True, verbose_name='first day it covers')),
                    ('as_of', models.DateField(verbose_name='last day it covers')),
                    ('unbased', models.BooleanField(default=False, verbose_name='no base is published')),
                    ('vouched', models.TextField(blank=True, verbose_name='how that is known')),
                    ('file_name', models.CharField(max_length=200)),
                    ('sha256', models.CharField(max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                    ('taken_back_why', models.CharField(blank=True, max_length=300, verbose_name='why')),
                    ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='strategy.measure')),
                    ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-as_of', '-id'],
                },
            ),
            migrations.CreateModel(
                name='Result',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(default=1, editable=False)),
                    ('order', models.PositiveSmallIntegerField(default=0)),
                    ('characteristic', models.CharField(blank=True, max_length=80, verbose_name='characteristic')),
                    ('group', models.CharField(blank=True, max_length=120, verbose_name='group')),
                    ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='value')),
                    ('lower', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='lower end of the interval')),
                    ('upper', models.DecimalField(blank=True, decimal_places=4, max_digits=14, null=True, verbose_name='upper end of the interval')),
                    ('base', models.PositiveIntegerField(blank=True, null=True, verbose_name='base')),
                    ('design_effect', models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True, verbose_name='design effect')),
                    ('withheld', models.BooleanField(default=False, verbose_name='withheld')),
                    ('place', models.CharField(blank=True, max_length=200, verbose_name='where it stands in the file')),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='strategy.survey')),
                ],
                options={
                    'ordering': ['survey', 'order', 'id'],
                },
            ),
            migrations.AddField(
                model_name='observation',
                name='survey',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='strategy.survey'),
            ),
            migrations.AddConstraint(
                model_name='observation',
                constraint=models.CheckConstraint(condition=models.Q(('restated', False), ('replaces__isnull', False), _connector='OR'), name='observation_restates_another'),
            ),
            migrations.AddConstraint(
                model_name='observation',
                constraint=models.CheckConstraint(condition=models.Q(('unbased', False), ('base__isnull', True), _connector='OR'), name='observation_unbased_has_no_base'),
            ),
            migrations.AddConstraint(
                model_name='observation',
                constraint=models.CheckConstraint(condition=models.Q(('design_effect__isnull', True), ('design_effect__gt', 0), _connector='OR'), name='observation_design_effect_positive'),
            ),
            migrations.AddConstraint(
                model_name='baseline',
                constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='baseline_says_why'),
            ),
            migrations.AddConstraint(
                model_name='break',
                constraint=models.UniqueConstraint(fields=('measure', 'on'), name='measure_breaks_once_a_day'),
            ),
            migrations.AddConstraint(
                model_name='break',
                constraint=models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='measure_break_says_what'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(('starts__isnull', True), ('starts__lte', models.F('as_of')), _connector='OR'), name='survey_covers_days_in_order'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='survey_is_named_with_source'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(('unbased', False), models.Q(('vouched', ''), _negated=True), _connector='OR'), name='survey_unbased_is_vouched'),
            ),
            migrations.AddConstraint(
                model_name='survey',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at__isnull', True), ('taken_back_why', '')), models.Q(('taken_back_at__isnull', False), models.Q(('taken_back_why', ''), _negated=True)), _connector='OR'), name='opinion_survey_taken_back_with_reason'),
            ),
            migrations.AddConstraint(
                model_name='result',
                constraint=models.UniqueConstraint(fields=('survey', 'characteristic', 'group'), name='survey_result_once'),
            ),
            migrations.AddConstraint(
                model_name='result',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('value__isnull', False), ('withheld', False)), models.Q(('base__isnull', True), ('lower__isnull', True), ('upper__isnull', True), ('value__isnull', True), ('withheld', True)), _connector='OR'), name='survey_result_or_withheld'),
            ),
            migrations.AddConstraint(
                model_name='result',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('lower__isnull', True), ('upper__isnull', True)), models.Q(('lower__lte', models.F('value')), ('upper__gte', models.F('value'))), _connector='OR'), name='survey_result_interval_whole'),
            ),
            migrations.AddConstraint(
                model_name='result',
                constraint=models.CheckConstraint(condition=models.Q(('design_effect__isnull', True), ('design_effect__gt', 0), _connector='OR'), name='survey_result_design_effect_positive'),
            ),
        ]),
    ]
