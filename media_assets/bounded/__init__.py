"""Work with pictures in a process of its own, within bounds: no picture takes the memory or the time of who asks.

`asking.py` is the side of who asks: it starts the process with the first request, and says why there was no answer.
`answering.py` is the side of the process, a module that is run with `python -m` and hands over the function that works.
The process ends with whoever asked, however that ends, or when nobody asked for a while. A request that goes past a
bound takes it down; the next one gets another one.

A process of its own and no pool: workers of a pool hold both ends of their pipes, so they outlive a parent that was
killed, and one that hangs cannot be ended. Ours has one connection and ends when nobody holds the other end.
"""

from media_assets.bounded.asking import BoundedProcess, BoundError, StoppedError

__all__ = ["BoundError", "BoundedProcess", "StoppedError"]
