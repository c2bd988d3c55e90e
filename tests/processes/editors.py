"""Editors in a process of their own, beside those that publish what they do."""

import random
import time

from wagtail.models import Page

from sites.publishing.withdrawal import withdraw
from tests.acts import act
from tests.factories.accounts import administrator
from tests.publishing.newsroom import Newsroom, live_pages

LONGEST_PAUSE_SECONDS = 0.2
"""Between two acts: some fall into the work of a publisher, some into its rest."""


class Editors(Newsroom):
    """What editors do, with what is only done where a tree stands."""

    @act(2, page=live_pages)
    def withdraw_at_once(self, page: Page) -> None:
        withdraw(page, administrator(), "sai")


def edit(seed: int, acts: int) -> None:
    """Do so many acts, drawn at random, and print each of them."""
    chance, editors = random.Random(seed), Editors()
    editors.count = seed * acts  # other words than those of whoever edited before
    for _act in range(acts):
        print(editors.act_at_random(chance), flush=True)
        time.sleep(chance.uniform(0, LONGEST_PAUSE_SECONDS))
