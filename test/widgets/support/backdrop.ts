/** A page in front of which OBS would put the widget: a stand-in for a video still, and the widget in a transparent frame. */
export function backdropPage(query: URLSearchParams): string {
  const on = query.get('on') === 'light' ? 'light' : 'dark';
  const src = (query.get('src') ?? '').replace(/["<>&]/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<!doctype html><meta charset="utf-8"><style>
    html, body { margin: 0; height: 100%; overflow: hidden; }
    body { background: url(/img/still-${on}) center / cover; }
    iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0; }
  </style><iframe src="${src}"></iframe>`;
}
