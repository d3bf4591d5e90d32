/** One look for the supervisor's static pages: ink and paper, one accent. */
export const PAGE_STYLE = `
:root{--ink:#14121a;--paper:#faf8f5;--soft:#6c6678;--line:#e4dfe6;--plate:#fff;--accent:#d6294f;--glow:#ffd9e0}
@media (prefers-color-scheme:dark){:root{--ink:#f4f1f7;--paper:#131118;--soft:#a39cb0;--line:#2c2735;--plate:#1c1923;
--accent:#ff6b86;--glow:#3a1a26}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;color:var(--ink);font:16px/1.6 "Outfit Variable",Outfit,Avenir,"Segoe UI",system-ui,sans-serif;
background:radial-gradient(60rem 30rem at 85% -10rem,var(--glow),transparent 70%),var(--paper)}
main{max-width:60rem;margin:0 auto;padding:clamp(2.5rem,8vw,6rem) 1.5rem 4rem}
.mark{display:flex;align-items:center;gap:.75rem;font-weight:650;letter-spacing:-.01em}
.mark svg{width:2rem;height:2rem;color:var(--accent)}
h1{font-size:clamp(2.4rem,7vw,4.25rem);line-height:1.04;letter-spacing:-.035em;margin:2rem 0 1rem;max-width:16ch;text-wrap:balance}
.lead{font-size:1.2rem;color:var(--soft);max-width:38rem;margin:0 0 3rem;text-wrap:pretty}
h2{font-size:.95rem;font-weight:600;color:var(--soft);margin:2.5rem 0 .75rem}
ul.cards{list-style:none;margin:0;padding:0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr))}
.cards a{display:block;height:100%;padding:1.1rem 1.25rem;border:1px solid var(--line);border-radius:16px;background:var(--plate);
color:inherit;text-decoration:none;transition:border-color .15s,transform .15s}
.cards a:hover,.cards a:focus-visible{border-color:var(--accent);transform:translateY(-2px)}
.cards b{display:block;font-weight:600}
.cards span{color:var(--soft);font-size:.95rem}
a{color:var(--accent)}
a:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
footer{margin-top:4rem;padding-top:1.25rem;border-top:1px solid var(--line);color:var(--soft);font-size:.95rem}
table{width:100%;border-collapse:collapse;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.7rem 1rem .7rem 0;border-top:1px solid var(--line)}
td:first-child{white-space:nowrap;padding-right:1.5rem}
thead th{border:0;color:var(--soft);font-weight:500}
code{font:.92em ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
.method{font-weight:650;color:var(--accent);text-transform:uppercase}
.scroll{overflow-x:auto}
@media (prefers-reduced-motion:reduce){.cards a{transition:none}.cards a:hover{transform:none}}
`;

/** Three bars like a level meter, inside a rounded frame. */
export const LOGO = `<svg viewBox="0 0 32 32" aria-hidden="true"><rect x="1.5" y="1.5" width="29" height="29" rx="9"
fill="none" stroke="currentColor" stroke-width="3"/><path d="M10 20v-5M16 23V9M22 19v-6" stroke="currentColor"
stroke-width="3.4" stroke-linecap="round"/></svg>`;
