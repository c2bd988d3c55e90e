"""What the public sees: the websites, the screens at the gates, and open data.

`publishing` is the floor below: addresses, links, lists and the bytes of every public address, for any
page type. The outlets above it, `websites`, `border_gates` and `open_data`, know the content and how to
show it, and do not know each other.
"""
