from django.urls import include, path

from folkmoot.actions.minimum.web import views as minimum
from folkmoot.actions.plans.web import views as plans
from folkmoot.actions.web import steps, views, week

app_name = "actions"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new", views.new, name="new"),
    path("file.<str:ending>", views.as_file, name="file"),
    path("week/", week.week, name="week"),
    path("months/", week.months, name="months"),
    path("<int:action_id>/", views.detail, name="detail"),
    path("<int:action_id>/change", views.change, name="change"),
    path("<int:action_id>/progress", steps.progress, name="progress"),
    path("<int:action_id>/evidence", steps.evidence, name="evidence"),
    path("<int:action_id>/reopen", steps.reopen, name="reopen"),
    path("<int:action_id>/hand-over", steps.hand_over, name="hand_over"),
    path("<int:action_id>/end", steps.end, name="end"),
    path("<int:action_id>/partner", steps.asking, name="asking"),
    path("<int:action_id>/did-it-work", steps.review, name="review"),
    path("<int:action_id>/again", views.again, name="again"),
    # plans
    path("plans/", plans.listing, name="plans"),
    path("plans/new", plans.new, name="plan_new"),
    path("plans/<int:plan_id>/", plans.detail, name="plan"),
    path("plans/<int:plan_id>/change", plans.change, name="plan_change"),
    # minimum set
    path("minimum/", minimum.grid, name="minimum"),
    path("minimum/drafts", minimum.drafts, name="minimum_drafts"),
    path("minimum/new", minimum.new, name="minimum_new"),
    path("minimum/issue", minimum.issue, name="minimum_issue"),
    path("minimum/give-out", minimum.give_out, name="minimum_give_out"),
    path("minimum/<int:item_id>/", minimum.item, name="minimum_item"),
    path("minimum/<int:item_id>/change", minimum.change, name="minimum_change"),
    path("minimum/<int:item_id>/withdraw", minimum.withdraw, name="minimum_withdraw"),
    path("minimum/<int:item_id>/not-applicable/<slug:area_code>", minimum.exempt, name="minimum_exempt"),
    path("minimum/not-applicable/<int:exemption_id>", minimum.decide, name="minimum_decide"),
    # commitments
    path("commitments/", include("folkmoot.actions.commitments.web.urls")),
]
