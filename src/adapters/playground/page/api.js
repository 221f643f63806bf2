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

export function fetchState(persona) {
  return request(`/api/state?${new URLSearchParams(persona ? { persona } : {})}`);
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

/** The news as they come. The browser connects again by itself; `opened` is called each time, to read everything anew. */
export function listen(persona, { opened, lost, news }) {
  let source;
  let timer;
  function open() {
    source = new EventSource(`/api/events?${new URLSearchParams({ persona })}`);
    source.addEventListener('open', opened);
    source.addEventListener('error', () => {
      lost();
      // After an answer that was no stream, as a server gives that is just starting, it does not try again.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 2000);
    });
    for (const kind of ['message', 'edited', 'removed', 'failed', 'channel', 'clock', 'extras']) {
      source.addEventListener(kind, (event) => news(kind, JSON.parse(event.data)));
    }
  }
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
