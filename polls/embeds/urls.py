"""Below /<language>/embed/, which is no dossier's address."""

from django.urls import path

from polls.embeds import views

urlpatterns = [
    path("<slug:dossier>/<slug:question>/", views.embedded_question, name="embed"),
]
