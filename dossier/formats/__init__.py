"""How each language writes dates and times, where Django's own way is not a newspaper's."""
