"""Random acts, weighted, for properties that must hold after any sequence of them.

Hypothesis leaves about half of a machine's rules out of each run. That finds which rule breaks a thing, but an
effect that needs a chain of acts (write, send, translate, approve, publish) then almost never comes about. A
machine of `Acts` has one rule only: it draws the next act by weight among those that are possible now.

Where nothing can be rolled back, as between processes, `act_at_random` does the same without Hypothesis.
"""

import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

Drawn = st.SearchStrategy[Any] | Sequence[Any] | Callable[[Any], Sequence[Any]]
"""What an argument is drawn from: a strategy, some values, or a function of the machine that lists what there is."""
Source = st.SearchStrategy[Any] | Sequence[Any]


def act(weight: int = 1, **drawn: Drawn) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a method of `Acts` one of its acts, done `weight` times as often as one of weight 1.

    An act is possible while each of its lists has something to draw.
    """

    def mark(method: Callable[..., Any]) -> Callable[..., Any]:
        method.act = (weight, drawn)  # type: ignore[attr-defined]
        return method

    return mark


class Acts(RuleBasedStateMachine):
    """A machine whose every step is one of its acts."""

    @rule(data=st.data())
    def do_the_next_act(self, data: st.DataObject) -> None:
        possible = self._possible()
        name = data.draw(st.sampled_from(self._by_weight(possible)), label="act")
        arguments = {
            argument: data.draw(_strategy(source), label=argument)
            for argument, source in possible[name].items()
        }
        with self.surroundings():
            getattr(self, name)(**arguments)

    def act_at_random(self, chance: random.Random) -> str:
        """Do an act drawn by a generator of random numbers, for machines without strategies; return its name."""
        possible = self._possible()
        name = chance.choice(self._by_weight(possible))
        with self.surroundings():
            getattr(self, name)(
                **{argument: chance.choice(source) for argument, source in possible[name].items()}
            )
        return name

    def surroundings(self) -> AbstractContextManager[Any]:
        """Return the context in which each act is done."""
        return nullcontext()

    def _possible(self) -> dict[str, dict[str, Any]]:
        """Return the acts that are possible now, with what their arguments are drawn from."""
        return {
            name: sources
            for name, (_weight, drawn) in _acts(self).items()
            if (sources := self._sources(drawn)) is not None
        }

    def _by_weight(self, possible: dict[str, dict[str, Any]]) -> list[str]:
        return [name for name in possible for _ in range(_acts(self)[name][0])]

    def _sources(self, drawn: dict[str, Drawn]) -> dict[str, Source] | None:
        found: dict[str, Source] = {}
        for argument, source in drawn.items():
            choices = source(self) if callable(source) else source
            if not isinstance(choices, st.SearchStrategy) and not choices:
                return None
            found[argument] = choices
        return found


def _strategy(source: Source) -> st.SearchStrategy[Any]:
    return source if isinstance(source, st.SearchStrategy) else st.sampled_from(source)


def _acts(machine: Acts) -> dict[str, tuple[int, dict[str, Drawn]]]:
    members = ((name, getattr(type(machine), name)) for name in dir(type(machine)))
    return {name: member.act for name, member in members if hasattr(member, "act")}
