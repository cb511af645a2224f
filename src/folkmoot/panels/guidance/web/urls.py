from django.urls import path

from folkmoot.panels.guidance.web import views, writing

urlpatterns = [
    path("guidance/", views.listing, name="guidance"),
    path("guidance/new", writing.new, name="new_guidance"),
    path("guidance/<slug:code>/", views.page, name="guidance_page"),
    path("guidance/<slug:code>/readers", views.readers, name="guidance_readers"),
    path("guidance/<slug:code>/draft", writing.draft, name="guidance_draft"),
    path("guidance/<slug:code>/agree", writing.agree, name="agree_guidance"),
    path("guidance/<slug:code>/place", writing.place, name="guidance_place"),
    path("guidance/<slug:code>/withdraw", writing.withdraw, name="withdraw_guidance"),
    path("guidance/<slug:code>/<int:number>", views.version, name="guidance_version"),
]
