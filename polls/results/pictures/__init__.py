"""A result as a picture that stands by itself: to print, to show elsewhere, to keep.

It says what was asked, who answered and when, and is light whatever the page's colours are.
"""
