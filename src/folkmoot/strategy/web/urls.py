from django.urls import include, path

from folkmoot.strategy.web import bringing, keeping, reporting, views

app_name = "strategy"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("new", keeping.new, name="new"),
    path("bring-in/<slug:code>", bringing.bring_in, name="bring_in"),
    path("bring-in/check/<str:token>", bringing.check, name="check_lines"),
    path("of/<slug:code>/dates", keeping.dates, name="dates"),
    path("of/<slug:code>/end", keeping.end, name="end"),
    path("of/<slug:code>/aims/new", keeping.new_aim, name="new_aim"),
    path("of/<slug:code>/lines/new", keeping.new_line, name="new_line"),
    path("aims/<int:pk>/correct", keeping.correct_aim, name="correct_aim"),
    path("commitments/<int:pk>/correct", keeping.correct_commitment, name="correct_commitment"),
    path("commitments/<int:pk>/withdraw", keeping.withdraw_commitment, name="withdraw_commitment"),
    path("commitments/<int:pk>/owner", reporting.give_owner, name="give_owner"),
    path("commitments/<int:pk>/standing", reporting.report_standing, name="report_standing"),
    path("trends/", include("folkmoot.strategy.trends.web.urls")),
    path("measures/", include("folkmoot.strategy.measures.web.urls")),
]
