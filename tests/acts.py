"""Random acts, weighted, for properties that must hold after any sequence of them.

Hypothesis leaves about half of a machine's rules out of each run. That finds which rule breaks a thing, but an
effect that needs a chain of acts (write, send, translate, approve, publish) then almost never comes about. A
machine of `Acts` has one rule only: it draws the next act by weight among those that are possible now.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

Drawn = st.SearchStrategy[Any] | Callable[[Any], Sequence[Any]]
"""What an argument is drawn from: a strategy, or a function of the machine that lists what there is now."""


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
        possible = {
            name: strategies
            for name, (_weight, drawn) in _acts(self).items()
            if (strategies := self._strategies(drawn)) is not None
        }
        by_weight = [name for name in possible for _ in range(_acts(self)[name][0])]
        name = data.draw(st.sampled_from(by_weight), label="act")
        arguments = {
            argument: data.draw(strategy, label=argument) for argument, strategy in possible[name].items()
        }
        with self.surroundings():
            getattr(self, name)(**arguments)

    def surroundings(self) -> AbstractContextManager[Any]:
        """Return the context in which each act is done."""
        return nullcontext()

    def _strategies(self, drawn: dict[str, Drawn]) -> dict[str, st.SearchStrategy[Any]] | None:
        found = {}
        for argument, source in drawn.items():
            if not isinstance(source, st.SearchStrategy):
                choices = source(self)
                if not choices:
                    return None
                source = st.sampled_from(choices)
            found[argument] = source
        return found


def _acts(machine: Acts) -> dict[str, tuple[int, dict[str, Drawn]]]:
    members = ((name, getattr(type(machine), name)) for name in dir(type(machine)))
    return {name: member.act for name, member in members if hasattr(member, "act")}
