"""The quiz, below /<language>/<dossier>/quiz/."""

from django.urls import path

from polls.quiz import views

urlpatterns = [
    path("<slug:dossier>/quiz/", views.quiz_page, name="quiz"),
    path("<slug:dossier>/quiz/score/<str:token>/", views.score_page, name="score"),
]
