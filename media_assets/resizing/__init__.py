"""A picture becomes the files of its sizes and formats, in a process with bounds of its own.

`apart.py` asks for them: all files of one picture in one request, so that it is decoded once. `child.py` is the
process, `filters.py` its work: Wagtail's own filters, so the bytes are those that Wagtail makes. `heads.py` reads how
large a picture is without decoding it.

A picture of 60 megapixels, the largest that may be uploaded, takes 240 MiB each time it stands in memory, and stands
there up to three times: whoever publishes or answers the newsroom would keep that for the rest of its life.
"""
