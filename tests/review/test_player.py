"""The player goes where it was sent last, in whatever order the film tells of its seeks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.review.driver import Browser

pytestmark = pytest.mark.browser

# A film whose seeks end when the test says so; as in a browser, `seeking` turns first and the event is told later.
STAGE = """
return import(location.pathname + 'page/player.js').then(({ Player }) => {
  const film = Object.assign(new EventTarget(), { seeking: false, at: 0, play: async () => {}, pause: () => {} });
  Object.defineProperty(film, 'currentTime', {
    get: () => film.at,
    set: (t) => { film.at = t; film.seeking = true; },
  });
  window.told = () => film.dispatchEvent(new Event('seeked'));
  window.film = film;
  window.player = new Player(film, { duration: 9, t: [0], index: () => 0, timeOf: (k) => k });
  player.film = true;
});
"""


@pytest.fixture
def staged(real_session: Callable, serve: Callable, browser: Browser | None) -> Browser:
    if browser is None:
        pytest.skip("no Chromium")
    served = serve(real_session())
    browser.open(served.address)
    browser.until("document.documentElement.dataset.ready?.length === 16")
    browser.run(STAGE)
    return browser


def test_a_wish_that_waited_for_an_earlier_seek_does_not_win_over_a_later_one(staged: Browser) -> None:
    staged.run("player.seek(1); player.seek(2); film.seeking = false")  # there, but not told yet
    staged.run("player.seek(3); told(); film.seeking = false; told()")

    assert staged.run("return [film.at, player.head, film.seeking]") == [3, 3, False]


def test_the_last_of_many_wishes_is_met_when_the_film_is_free(staged: Browser) -> None:
    staged.run("player.seek(1); player.seek(2); player.seek(4); film.seeking = false; told()")
    assert staged.run("return [film.at, player.head]") == [4, 4]
    staged.run("film.seeking = false; told()")
    assert staged.run("return [film.at, player.head, player.aim]") == [4, 4, None]


def test_a_film_that_is_lost_on_the_way_leaves_the_clock_where_it_was_sent(staged: Browser) -> None:
    staged.run("player.seek(5); player.lost()")
    assert staged.run("return player.head") == 5


def test_another_film_in_its_place_begins_where_the_first_one_was_sent(staged: Browser) -> None:
    staged.run("player.seek(6); player.show('another')")
    assert staged.run("return [film.at, player.head]") == [6, 6]
