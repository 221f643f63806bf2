/** The address tells who and where, so that a page can be reloaded, shared, stand beside another, and left with Back. */

export function readAddress() {
  const [channel = '', message] = decodeURIComponent(location.hash.slice(1)).split('/');
  return { persona: new URLSearchParams(location.search).get('as'), channel, message };
}

function write(persona, hash) {
  return `/?${new URLSearchParams({ as: persona })}${hash}`;
}

/** Corrects the address without a step in the history. */
export function replaceAddress(persona, hash = location.hash) {
  history.replaceState(null, '', write(persona, hash));
}

/** Goes on: Back leads to where one was. */
export function pushAddress(persona, hash) {
  if (write(persona, hash) !== `/${location.search}${location.hash}`) {
    history.pushState(null, '', write(persona, hash));
  }
}

/** Calls `went` after Back, Forward and every followed link, once each. */
export function followAddress(went) {
  let last = location.href;
  const follow = () => {
    if (location.href === last) return;
    last = location.href;
    went();
  };
  // Not every browser fires both for a link within the page.
  addEventListener('popstate', follow);
  addEventListener('hashchange', follow);
  return () => {
    last = location.href;
  };
}
