"""An article from a file to a draft dossier, in the order in which a file goes through:

reading (bytes to text), formats (plaintext, markdowntext, hypertext to blocks), credits, titles,
questions and repeats (what each block is), passages and kinds (what an editor gets), draft (all of
it together, nothing stored), store (the draft into the database).
"""
