// A stream of what is new, while the page is in sight: a browser keeps few connections, and tabs out of sight need none.

/** Calls `on[event](data)` for each event of the stream at `url`; after a time out of sight, `on.back()`. */
export function listen(url, on) {
  if (!('EventSource' in window)) return;
  let stream = null;
  const open = () => {
    if (stream) return;
    stream = new EventSource(url);
    for (const name of Object.keys(on)) if (name !== 'back') stream.addEventListener(name, (event) => on[name](event.data));
  };
  const close = () => {
    stream?.close();
    stream = null;
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return close();
    const was = stream;
    open();
    if (!was) on.back?.();
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', () => { if (!document.hidden) open(); });
  if (!document.hidden) open();
}

/** Asks for a page because it is open, not because somebody acts: that keeps nobody logged in. */
export const askAgain = (url) => fetch(url, { credentials: 'same-origin', headers: { 'hoering-by-itself': '1' } });
