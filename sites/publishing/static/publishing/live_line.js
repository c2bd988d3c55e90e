// Asks again how far publishing is, until it is done: the line then says in how many languages and how fast.

const PAUSE_MS = 400;
const LONGEST_MS = 120_000;
const UNDER_WAY = ".is-under-way";

/** Keep one line up to date. It is not asked for again once somebody has left or closed it. */
function follow(line) {
  const started = Date.now();

  async function look() {
    const answer = await fetch(line.dataset.liveLine, { headers: { Accept: "text/html" } });
    if (answer.ok) line.innerHTML = await answer.text();
    if (isUnderWay() && Date.now() - started < LONGEST_MS) setTimeout(look, PAUSE_MS);
  }

  function isUnderWay() {
    return line.isConnected && line.querySelector(UNDER_WAY);
  }

  if (isUnderWay()) setTimeout(look, PAUSE_MS);
}

document.querySelectorAll("[data-live-line]").forEach(follow);
