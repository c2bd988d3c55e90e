"""Tourism: destinations, with what a traveller must know before going."""
