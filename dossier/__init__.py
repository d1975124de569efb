"""The site, and the article that it presents with its closing questions."""

VERSION = "0.1.0"
