"""Real processes against each other: publishers that are killed, nginx without an application behind it."""
