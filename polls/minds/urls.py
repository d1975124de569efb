"""What changed a reader's mind: asked of the newest change of an answer, or told of a comment."""

from django.urls import path

from polls.minds import views

urlpatterns = [
    path("comments/<int:pk>/changed-my-mind/", views.credit, name="credit_comment"),
    path("<slug:dossier>/<slug:question>/changed/", views.change, name="change"),
]
