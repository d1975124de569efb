"""Pages that are passed on: the picture that stands for each where its address is pasted.

A picture shows what everybody may see, and is the same for whoever asks. It is 1200 by 630 pixels,
which Open Graph readers and X (``summary_large_image``) show whole.
"""
