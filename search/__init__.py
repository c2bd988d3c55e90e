"""Finding: what is public, in any language, on one machine or on a cluster.

The public search will be its own index, apart from the search of the newsroom: one engine-neutral
interface, one text analysis that every engine shares, an embedded engine by default and Elasticsearch when
one machine is not enough. Nothing stands here yet but the door; the newsroom finds its pages and pictures
through Wagtail's search in the database.

This floor knows Wagtail's `Page` and none of our page types: each outlet says what it wants found.
"""
