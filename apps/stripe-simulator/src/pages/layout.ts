const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escape = (text: string) => text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1a1f36;--soft:#5b6478;--line:#d9dee8;--accent:#4f46e5;--bad:#b42318;--good:#147a4b}
@media (prefers-color-scheme:dark){:root{--bg:#10131c;--card:#191e2b;--ink:#eef1f8;--soft:#a3acc2;--line:#2e3648;--accent:#8b85ff;--bad:#ff8a7a;--good:#5fd39a}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:960px;margin:0 auto;padding:32px 20px 64px;display:grid;gap:24px}
.two{grid-template-columns:1fr 1fr;align-items:start}@media (max-width:760px){.two{grid-template-columns:1fr}}
section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:24px}
h1{font-size:1.35rem;margin:0 0 4px}h2{font-size:1.05rem;margin:0 0 12px}p{margin:0 0 12px}
.soft{color:var(--soft)}.bad{color:var(--bad)}.good{color:var(--good)}.big{font-size:2rem;font-weight:650;margin:4px 0 12px}
table{width:100%;border-collapse:collapse}td,th{padding:8px 0;border-top:1px solid var(--line);text-align:left;vertical-align:top}
td:last-child,th:last-child{text-align:right}tr.sum td{font-weight:650}
label{display:block;margin:0 0 12px;font-weight:550}input[type=text],input[type=email],input[type=number]{display:block;width:100%;margin-top:4px;padding:10px 12px;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px}
.row{display:flex;gap:12px;flex-wrap:wrap;align-items:end}.row>*{flex:1}
button{padding:11px 16px;font:inherit;font-weight:600;border-radius:8px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}
button.main{width:100%;border-color:var(--accent);background:var(--accent);color:#fff}@media (prefers-color-scheme:dark){button.main{color:#0d0f1a}}
button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
a{color:var(--accent)}.note{border:1px dashed var(--line);border-radius:14px;padding:16px 20px}
.tag{display:inline-block;padding:2px 10px;border-radius:99px;border:1px solid var(--line);font-size:.85rem}
.banner{background:#fde68a;color:#3b2f00;text-align:center;padding:8px;font-size:.9rem}`;

/** A whole page. `body` is HTML already. */
export function layout(title: string, body: string, options: { wide?: boolean } = {}): string {
  const classes = options.wide ? ' class="two"' : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>
<body><div class="banner">Local Stripe of this demo. No real money, no real cards.</div><main${classes}>${body}</main></body></html>`;
}

/** Day, in the zone of the server's books. */
export function day(seconds: number): string {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(new Date(seconds * 1000));
}

export const field = (name: string, label: string, more = '') =>
  `<label>${escape(label)}<input type="text" name="${name}" ${more}></label>`;
