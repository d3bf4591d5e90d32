// Runs in the page before its own code: notes when each numbered line is at the socket, in the tree, and in a frame.
(() => {
  const seen = { socket: {}, tree: {}, frame: {} };
  const now = () => performance.timeOrigin + performance.now();
  const note = (where, text) => {
    const at = now();
    const found = [...text.matchAll(/path-(\d+)-/g)].map((match) => match[1]);
    for (const number of found) where[number] ??= at;
    return found;
  };
  const Native = WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => note(seen.socket, String(data)));
    }
  };
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        const found = note(seen.tree, node.textContent ?? '');
        requestAnimationFrame(() => {
          for (const number of found) seen.frame[number] ??= now();
        });
      }
    }
  });
  observer.observe(document, { childList: true, subtree: true });
  globalThis.seen = seen;
})();
