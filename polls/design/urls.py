"""The living page, below /<language>/design/; no dossier has that name."""

from django.urls import path

from polls.design import views

app_name = "design"

urlpatterns = [path("", views.design_page, name="page")]
