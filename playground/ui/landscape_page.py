"""A page on which runs descend on a landscape, the playground or a lesson, as a page with a player."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from playground.exports.names import rule_name
from playground.link.playground import Settings, to_query
from playground.link.values import Pick
from playground.ui import cache, controls, curvature_notes, fragments, own_data, session
from playground.ui.player import feed
from playground.ui.player.component import current_step, player
from playground.ui.player_page import PlayerPage, nothing


def landscape_page(
    hide: frozenset[str],
    *,
    limit: bool = True,
    about: bool = True,
    opened: Callable[[], Collection[str]] = frozenset,
    follows: Callable[[Settings], object] = nothing,
    reports: bool = False,
    squares: bool = False,
    data: bool = False,
    coming: Callable[[Settings], Settings | None] = nothing,
) -> PlayerPage[Settings]:
    """Make the page.

    Parameters
    ----------
    hide : frozenset of str
        Controls that are left out, as for `controls.first_run_controls`.
    limit : bool
        Whether the limit of α stands under the optimizer's controls.
    about : bool
        Whether the landscape is described under its menu.
    opened : callable()
        Which of the sections "ledger" and "curvature" the player writes.
    follows : callable(settings)
        What the page's own figures depend on beside the step.
    reports : bool
        Whether they depend on the step at which the player is stopped, and the player tells it.
    squares : bool
        Whether each residual is drawn as the square whose area the loss adds up.
    data : bool
        Whether visitors may bring their own.
    coming : callable(settings)
        What the next press of a clicker will show: the browser has it ready, and paints it at once.
    """

    def model(now: Settings) -> Pick:
        pick = controls.model_controls(now, hide, about)
        return own_data.section(replace(now, model=pick)) if data and "data" not in hide else pick

    def play(now: Settings, stale: bool, of: str) -> None:
        if not session.plain():
            written = {*opened(), *(["ledger"] if session.presenting() else [])}  # of it the formula that stands above
            told = feed.player_data(now, written, reports=reports, squares=squares, stale=stale, of=of)
            if fragments.is_whole_run() and (after := coming(now)) is not None:
                made = fragments.token(follows(after))
                told["next"] = feed.player_data(after, written, reports=reports, squares=squares, of=made, coming=True)
            if data and (drawn := own_data.drawn(now)) is not None:
                told["draws"] = drawn
            player(
                told,
                controls.move_start,
                fragments.draw_figures,
                controls.choose_rule,
                session.return_to,
                own_data.take_points,
            )

    def often(now: Settings) -> Settings:
        return controls.first_run_controls(now, curvature_notes.limit_note if limit else None, hide)

    return PlayerPage(
        store=session.store(),
        above=lambda now: replace(now, model=model(now)),
        often=often,
        below=lambda now: controls.further_controls(now, hide),
        play=play,
        follows=follows,
        step=lambda now: current_step(now) if reports else None,
        beside=beside,
    )


def beside(now: Settings) -> tuple[object, ...]:
    """What charts and words outside of controls and player depend on, on every page."""
    whole = to_query(now) if fragments.shown_whole() else ""
    names = [rule_name(now, index, session.t()) for index in range(len(now.runs))]
    return (cache.model_key(now), session.visit().own.draws, names, now.overlay, "critical" in now.show, whole)
