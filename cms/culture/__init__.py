"""Culture: heritage of places and of peoples."""
