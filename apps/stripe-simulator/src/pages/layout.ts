const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escape = (text: string) => text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** The colours and the letters of the dashboard: whoever tries the demo out stays in one place. */
const STYLE = `
@font-face{font-family:Outfit;src:url(/outfit.woff2) format("woff2");font-weight:100 900}
:root{color-scheme:light dark;--bg:#faf8f5;--card:#fff;--ink:#14121a;--soft:#665f73;--line:#e8e2e1;--edge:#ddd7da;--accent:#d6294f;--link:#c4203f;--on:#fff;--wash:#fdf0f2;--bad:#b5261b;--good:#0a7d51;--goodwash:#e6f7ef;--warn:#734700;--warnwash:#fff3dc;--lift:0 1px 2px rgb(20 18 26/4%),0 8px 24px -12px rgb(20 18 26/10%)}
@media (prefers-color-scheme:dark){:root{--bg:#131118;--card:#1b1822;--ink:#f1edf5;--soft:#a59db2;--line:#2c2735;--edge:#3c3548;--accent:#ff6b86;--link:#ff8ba1;--on:#1d0910;--wash:#27161f;--bad:#ff8a7d;--good:#4fd79b;--goodwash:#12291f;--warn:#ffc257;--warnwash:#2d2312;--lift:0 1px 2px rgb(0 0 0/30%),0 12px 32px -16px rgb(0 0 0/60%)}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;background:radial-gradient(60rem 24rem at 85% -8rem,var(--wash),transparent) no-repeat var(--bg);color:var(--ink);font:16px/1.5 Outfit,"Segoe UI",system-ui,sans-serif}
main{max-width:960px;margin:0 auto;padding:32px 20px 64px;display:grid;gap:24px}
.two{grid-template-columns:1fr 1fr;align-items:start}@media (max-width:760px){.two{grid-template-columns:minmax(0,1fr)}main{padding:20px 16px 48px;gap:16px}}
section{background:var(--card);border:1px solid var(--line);border-radius:16px;padding:24px;box-shadow:var(--lift);min-width:0}
@media (max-width:760px){section{padding:20px 16px}}
h1{font-size:1.375rem;line-height:1.25;font-weight:600;margin:0 0 4px}h2{font-size:1.125rem;font-weight:600;margin:0 0 12px}p{margin:0 0 12px}section>:last-child,.note>:last-child{margin-bottom:0}
.soft{color:var(--soft)}.bad{color:var(--bad)}.good{color:var(--good);background:var(--goodwash);border-radius:12px;padding:10px 14px}
.big{font-size:2.5rem;line-height:1.15;font-weight:650;letter-spacing:-.02em;margin:4px 0 12px;font-variant-numeric:tabular-nums}.big span{font-size:1.125rem;font-weight:400;letter-spacing:0}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:10px 0;border-top:1px solid var(--line);text-align:left;vertical-align:top}
td+td,th+th{padding-left:12px}td:last-child,th:last-child{text-align:right}tr.sum td{font-weight:650}
label{display:block;margin:0 0 14px;font-size:.9375rem;font-weight:550}input[type=text],input[type=email],input[type=number]{display:block;width:100%;margin-top:6px;padding:11px 14px;font:inherit;font-size:1rem;font-weight:400;color:inherit;background:transparent;border:1px solid var(--edge);border-radius:12px}
input[readonly]{color:var(--soft)}input::placeholder{color:var(--soft);opacity:.8}
.row{display:flex;gap:12px;flex-wrap:wrap;align-items:end}.row>*{flex:1;min-width:0}.row>.fit{flex:none;margin:0 0 14px}.row.middle>.fit{margin:0}.row.middle{align-items:center}.row.middle p{margin:0}.buttons{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 12px}
button{padding:11px 18px;font:inherit;font-weight:550;border-radius:12px;border:1px solid var(--edge);background:var(--card);color:inherit;cursor:pointer;white-space:nowrap}
button:hover{background:var(--bg)}button.main{width:100%;border-color:var(--accent);background:var(--accent);color:var(--on)}button.main:hover{filter:brightness(1.06)}
button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
a{color:var(--link)}.note{border:1px dashed var(--edge);border-radius:16px;padding:20px 24px}
.tag{display:inline-block;padding:2px 12px;border-radius:99px;font-size:.9375rem;font-weight:550;background:var(--line)}.tag.on{background:var(--goodwash);color:var(--good)}.tag.off{background:var(--warnwash);color:var(--warn)}
.banner{background:var(--warnwash);color:var(--warn);text-align:center;padding:8px 16px;font-size:.9375rem}`;

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
