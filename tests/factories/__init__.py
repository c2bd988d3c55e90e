"""The smallest valid things, one file per package."""
