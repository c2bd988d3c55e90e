// Asks again how far publishing is, until it is done: the line then says in how many languages and how fast.

const PAUSE_MS = 400;
const LONGEST_MS = 120_000;

const line = document.querySelector("[data-live-line]");
const started = Date.now();

async function look() {
  const answer = await fetch(line.dataset.liveLine, { headers: { Accept: "text/html" } });
  if (answer.ok) line.innerHTML = await answer.text();
  if (line.querySelector(".is-under-way") && Date.now() - started < LONGEST_MS) setTimeout(look, PAUSE_MS);
}

if (line?.querySelector(".is-under-way")) setTimeout(look, PAUSE_MS);
