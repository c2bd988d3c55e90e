"""How fast the house is on this machine: pages and lists per second, memory of a web worker, slides per second.

Run by `make bench`. Figures are of one core; the demo is what is measured, then a large site (`large.py`),
and what a second publisher brings (`scaling.py`).
"""

import sys
import tempfile
from pathlib import Path

from tests.bench import large, pages, scaling, slides
from tests.bench.processes import high_water_mib
from tests.browser.installation import Installation, running_demo


def main() -> None:
    """Print one line for each figure."""
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as demo:
        demo.run("from tests.bench import pages; pages.main()")
        sys.stdout.write(f"web worker, every address served: {peak_memory_mib(demo):.0f} MiB at most\n")
    slides.main()
    large.main()
    scaling.main()


def peak_memory_mib(demo: Installation) -> float:
    """Serve every public address once from a fresh process, and return the most memory that its worker held."""
    demo.stop("web")
    demo.start("web")
    for path in pages.visited_paths(demo.get("/sitemap.xml")[1]):
        for address in pages.visited_paths(demo.get(path)[1]):
            demo.get(address)
    return high_water_mib(demo.processes["web"].pid)


if __name__ == "__main__":
    main()
