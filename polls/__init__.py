"""Live polls, forecasts and quizzes on an article, with their discussion and moderation."""
