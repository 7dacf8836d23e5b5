// Keeps the live part of a page up to date: a beat of the server's event stream says that something changed, and the part is
// fetched again and laid over the old one, so that focus, scroll and what is open stay as they are.
const AGES = 10_000; // ages move on without a change
const POLL = 5_000; // when there is no stream
const GAP = 1_000; // least time between two beats, however much happens
const HELD = '[data-log] a:is(:hover, :focus)'; // rows of a log change in their places: not under somebody's finger
const headers = { 'Filetao-Part': 'live' };
let paused = false;
let asking = false;
let again = false;
let streaming = false;
let waiting = false;
let refreshed = 0;

/** Headers that every request for a live part carries from now on. */
export function send(name, value) {
  if (value) {
    headers[name] = value;
  } else {
    delete headers[name];
  }
}

/** Fetches the live part now; what comes while that goes on is done once more afterwards. */
export async function refresh() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    do {
      again = false;
      const answer = await fetch(location.href.split('#')[0], { headers, signal: AbortSignal.timeout(15_000) });
      if (!answer.ok) {
        throw new Error(`status ${answer.status}`);
      }
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('live');
      morph(document.getElementById('live'), fresh);
    } while (again);
  } catch {
    for (const badge of document.querySelectorAll('[data-badge]')) {
      badge.className = 'badge';
      badge.querySelector('span').textContent = 'reconnecting';
    }
  } finally {
    asking = false;
    refreshed = performance.now();
  }
}

/** Begins to follow the network. */
export function follow() {
  const live = document.querySelector('[data-live]:not([data-private])');
  if (!live) {
    return;
  }
  const source = new EventSource('/pulse');
  source.addEventListener('open', () => { streaming = true; });
  source.addEventListener('error', () => { streaming = false; });
  source.addEventListener('pulse', () => beat());
  setInterval(() => beat(), AGES);
  setInterval(() => streaming || beat(), POLL);
  document.addEventListener('visibilitychange', () => beat());
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (shown) => shown.persisted && location.reload());

  const button = document.querySelector('[data-pause]');
  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => {
      paused = !paused;
      button.setAttribute('aria-pressed', String(paused));
      button.textContent = paused ? 'Go on' : 'Pause';
      beat();
    });
  }
}

function beat() {
  if (paused || document.hidden || waiting) {
    return;
  }
  waiting = true;
  setTimeout(() => {
    waiting = false;
    if (asking) {
      beat();
    } else if (!paused && !document.hidden && !document.querySelector(HELD)) {
      refresh();
    }
  }, asking ? GAP : Math.max(0, refreshed + GAP - performance.now()));
}

// Makes one element look like another. Children with a data-key keep their element wherever they move.
function morph(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.data !== to.data) {
      from.data = to.data;
    }
    return;
  }
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && name !== 'open') {
      from.removeAttribute(name);
    }
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) {
      from.setAttribute(name, value);
    }
  }
  const keyed = new Map([...from.children].filter((child) => child.dataset?.key).map((child) => [child.dataset.key, child]));
  let place = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const key = wanted.dataset?.key;
    let match = key ? keyed.get(key) : place;
    if (!match || match.nodeName !== wanted.nodeName || (!key && match.dataset?.key)) {
      match = document.importNode(wanted, true);
      if (key && keyed.size) {
        match.classList.add('fresh');
      }
      from.insertBefore(match, place);
      continue;
    }
    if (match === place) {
      place = place.nextSibling;
    } else {
      from.insertBefore(match, place);
    }
    morph(match, wanted);
    if (key) {
      match.classList.remove('fresh');
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}
