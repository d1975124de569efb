"""Guesses, below a question's own address."""

from django.urls import path

from polls.guessing import views

urlpatterns = [path("<slug:dossier>/<slug:question>/guess/", views.make_guess, name="guess")]
