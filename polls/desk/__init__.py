"""The Django admin for editors, moderators and analysts."""
