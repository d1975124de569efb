"""The living page, below /<language>/design/; no dossier has that name."""

from django.urls import path

from polls.design import views

urlpatterns = [path("", views.design_page, name="design")]
