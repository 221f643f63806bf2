/** What the server refused, in its own sentence. */
async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const error = new Error(body.error ?? 'The playground did not understand that.');
    throw Object.assign(error, { faults: body.faults });
  }
  return body;
}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('The playground does not answer. Is it still running?');
  }
  return read(response);
}

/** All that one person's page shows, with the messages of a channel. */
export function fetchState(persona, channel) {
  const query = { ...(persona ? { persona } : {}), ...(channel ? { channel } : {}) };
  return request(`/api/state?${new URLSearchParams(query)}`);
}

/** What came with the page itself; null where the server was not ready. */
export function readFirst() {
  return JSON.parse(document.getElementById('first').textContent);
}

export function fetchMessages(channel, persona, before) {
  return request(`/api/messages?${new URLSearchParams({ channel, persona, ...(before ? { before } : {}) })}`);
}

/** The commands whose names are most like what was typed. */
export async function fetchNearest(typed) {
  return (await request(`/api/nearest?${new URLSearchParams({ typed })}`)).names;
}

export function fetchClock() {
  return request('/api/clock');
}

export function post(path, body) {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/**
 * The news as they come, each with the position after it. The browser connects again by itself; `opened` gets the
 * position each time, to read everything anew where it is another than the page knows.
 */
export function listen(persona, { opened, lost, news }) {
  let source;
  let timer;
  function open() {
    source = new EventSource(`/api/events?${new URLSearchParams({ persona })}`);
    source.addEventListener('hello', (event) => opened(JSON.parse(event.data).position));
    source.addEventListener('error', () => {
      lost();
      // After an answer that was no stream, as a server gives that is just starting, it does not try again.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 2000);
    });
    for (const kind of ['message', 'edited', 'removed', 'failed', 'channel', 'clock', 'extras']) {
      source.addEventListener(kind, (event) => news(kind, JSON.parse(event.data), event.lastEventId));
    }
  }
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
