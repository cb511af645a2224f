from django.urls import path

from folkmoot.overview.chain.web import views

urlpatterns = [
    path("<int:point_id>/", views.of_point, name="chain"),
    path("<str:kind>/<int:row_id>/", views.of_row, name="chain_of"),
]
