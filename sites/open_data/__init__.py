"""What machines read: every public page described in the words of schema.org.

`json_ld.py` describes a page object, saved or not; the websites put the description into the head of its
document through `sites.publishing.structured_data`, so the two outlets do not know each other. A description
says only what the page says: a field without a value is left out, and a value that has no property of its own
becomes a named property with its unit.
"""
