"""The reader brief: what a dossier's readers answered and argued, to be read, printed, taken along.

For editors, who see all of it, as the ground of a follow-up article; and for readers, who see what
everybody may. It is composed once, of plain blocks, and written as a page or as Markdown.
"""
