"""News: articles, and official notices that begin and end."""
