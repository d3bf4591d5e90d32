/** Drawn stand-ins for what TikTok would serve: gifts, faces, emotes and video stills. Everything is an SVG. */
export function drawPicture(name: string): string {
  const [kind = '', which = ''] = name.split('-');
  if (kind === 'gift') return svg(240, GIFTS[which] ?? GIFTS['rose'] ?? '');
  if (kind === 'face') return svg(120, face(which));
  if (kind === 'emote') return svg(64, EMOTE);
  return which === 'light'
    ? still('#f7f3ee', '#e9dfd2', '#fff', '#d8b9a0', '#fbfaf8')
    : still('#141726', '#3a1d4d', '#ff7ab8', '#241b33', '#0b0d16');
}

function svg(size: number, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}">${body}</svg>`;
}

function stops(id: string, kind: 'linear' | 'radial', colours: readonly string[], more = ''): string {
  const list = colours
    .map((colour, i) => `<stop offset="${i / (colours.length - 1)}" stop-color="${colour}"/>`)
    .join('');
  return `<${kind}Gradient id="${id}" ${more}>${list}</${kind}Gradient>`;
}
const DOWN = 'x1="0" y1="0" x2="0" y2="1"';

const GIFTS: Record<string, string> = {
  rose: `<defs>${stops('p', 'radial', ['#ff8fa3', '#f0254f', '#a30a35'], 'cx=".4" cy=".3" r=".8"')}${stops('l', 'linear', ['#57d98a', '#12854a'], DOWN)}</defs>
    <path d="M118 140c6 30 4 58-6 92" fill="none" stroke="#1c9a57" stroke-width="11" stroke-linecap="round"/>
    <path d="M117 190c22-30 52-30 66-22-8 26-36 40-66 22zM114 206c-20-26-48-26-60-18 8 24 34 34 60 18z" fill="url(#l)"/>
    <path d="M120 26c44-6 78 26 70 70-6 34-36 58-70 58s-66-24-70-58c-6-42 28-76 70-70z" fill="url(#p)"/>
    <path d="M120 154c-40-4-66-40-58-74 14 10 30 14 44 12-14 20-6 44 14 62zM120 154c40-4 66-40 58-74-14 10-30 14-44 12 14 20 6 44-14 62z" fill="#c5133f" opacity=".7"/>
    <path d="M92 62c8-18 48-20 58 2 8 20-14 38-32 34-14-4-18-22-2-28" fill="none" stroke="#ffc2cd" stroke-width="7" stroke-linecap="round"/>`,
  crown: `<defs>${stops('g', 'linear', ['#fff1b0', '#ffc734', '#e48a0c'], DOWN)}${stops('r', 'radial', ['#ff9ab8', '#e01f5c'], 'cx=".35" cy=".3" r=".8"')}</defs>
    <path d="M30 178L16 74l54 40 50-84 50 84 54-40-14 104z" fill="url(#g)" stroke="#b96a06" stroke-width="4" stroke-linejoin="round"/>
    <rect x="28" y="172" width="184" height="36" rx="14" fill="url(#g)" stroke="#b96a06" stroke-width="4"/>
    <circle cx="120" cy="30" r="16" fill="url(#r)"/><circle cx="16" cy="74" r="12" fill="url(#r)"/><circle cx="224" cy="74" r="12" fill="url(#r)"/>
    <circle cx="120" cy="190" r="10" fill="#e01f5c"/><circle cx="74" cy="190" r="8" fill="#38bdf8"/><circle cx="166" cy="190" r="8" fill="#38bdf8"/>
    <path d="M50 160l-6-46 30 22z" fill="#fff" opacity=".5"/>`,
  galaxy: `<defs>${stops('s', 'radial', ['#f6deff', '#b06bff', '#4a1fc0', '#180b52'], 'cx=".35" cy=".3" r=".85"')}${stops('o', 'linear', ['#6ff3ff', '#ff8ae2', '#ffd56b'], 'x1="0" x2="1"')}<clipPath id="f"><rect x="-130" width="260" height="130"/></clipPath></defs>
    <g transform="translate(120 122) rotate(-24)"><ellipse rx="112" ry="34" fill="none" stroke="url(#o)" stroke-width="13" opacity=".85"/></g>
    <circle cx="120" cy="122" r="70" fill="url(#s)"/><path d="M62 100c30 12 66 8 98-12M56 134c40 14 90 2 126-24" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".28"/>
    <g transform="translate(120 122) rotate(-24)"><ellipse rx="112" ry="34" fill="none" stroke="url(#o)" stroke-width="13" clip-path="url(#f)"/></g>
    <path d="M196 26l5 15 15 5-15 5-5 15-5-15-15-5 15-5zM40 34l4 11 11 4-11 4-4 11-4-11-11-4 11-4z" fill="#fff"/>`,
};

const EMOTE = `<defs>${stops('e', 'radial', ['#fff3a6', '#ffc928', '#f08c00'], 'cx=".4" cy=".3" r=".8"')}</defs><circle cx="32" cy="32" r="29" fill="url(#e)"/>
  <path d="M14 26c4-8 14-8 17 0M33 26c4-8 14-8 17 0" stroke="#7a3b00" stroke-width="4.500" fill="none" stroke-linecap="round"/><path d="M15 36h34c-1 12-9 18-17 18s-16-6-17-18z" fill="#7a1030"/><path d="M22 47c4-4 16-4 20 0-3 5-6 7-10 7s-8-2-10-7z" fill="#ff7a90"/>`;

function face(seed: string): string {
  const number = Array.from(seed).reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 9973, 7);
  const hue = number % 360;
  const skin = ['#f6d2b8', '#e5b08c', '#b97a56', '#8a5537', '#fbe0cf'][number % 5] ?? '#e5b08c';
  const hair = ['#2a1a14', '#5a3420', '#c98f3d', '#1c1c28', '#8c2f39'][(number >> 3) % 5] ?? '#2a1a14';
  const long = number % 2 === 0 ? `<path d="M26 62c0-28 16-42 34-42s34 14 34 42v36H26z" fill="${hair}"/>` : '';
  return `<defs>${stops('b', 'linear', [`hsl(${hue} 75% 72%)`, `hsl(${(hue + 50) % 360} 65% 48%)`], DOWN)}</defs>
    <rect width="120" height="120" fill="url(#b)"/>${long}<path d="M22 124c0-26 16-38 38-38s38 12 38 38z" fill="hsl(${(hue + 180) % 360} 45% 38%)"/>
    <path d="M50 78h20v16c-4 6-16 6-20 0z" fill="${skin}"/><ellipse cx="60" cy="58" rx="24" ry="28" fill="${skin}"/>
    <path d="M34 58c-2-26 12-38 28-38 18 0 28 14 24 38-4-12-10-18-16-20-10 4-24 4-30 4-4 4-6 10-6 16z" fill="${hair}"/>
    <circle cx="51" cy="60" r="2.800" fill="#2a1a14"/><circle cx="69" cy="60" r="2.800" fill="#2a1a14"/><path d="M52 71c4 5 12 5 16 0" stroke="#8a3a34" stroke-width="2.500" fill="none" stroke-linecap="round"/>`;
}

/** A person at a desk, lamps behind: enough light and shade to judge legibility. */
function still(wall: string, tint: string, lamp: string, body: string, floor: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1920 1080" preserveAspectRatio="xMidYMid slice"><defs>
    ${stops('w', 'linear', [wall, tint, floor], 'x1="0" y1="0" x2=".6" y2="1"')}<radialGradient id="h"><stop stop-color="${lamp}"/><stop offset="1" stop-color="${lamp}" stop-opacity="0"/></radialGradient></defs>
    <rect width="1920" height="1080" fill="url(#w)"/>
    <circle cx="330" cy="300" r="420" fill="url(#h)" opacity=".55"/><circle cx="1600" cy="220" r="360" fill="url(#h)" opacity=".4"/>
    <g opacity=".55"><rect x="1320" y="140" width="420" height="12" fill="${body}"/><rect x="1360" y="60" width="38" height="80" fill="${lamp}"/><rect x="1404" y="44" width="30" height="96" fill="${body}"/><rect x="1440" y="70" width="44" height="70" fill="${lamp}"/><rect x="1320" y="330" width="420" height="12" fill="${body}"/><rect x="1580" y="230" width="60" height="100" fill="${lamp}"/></g>
    <path d="M560 1080c10-240 130-330 260-356h280c130 26 250 116 260 356z" fill="${body}"/><circle cx="960" cy="520" r="188" fill="${body}"/>
    <path d="M720 540c-20-250 110-330 240-330s262 90 240 330h-44c-10-120-60-170-196-176-136 6-186 56-196 176z" fill="${floor}" opacity=".8"/>
    <rect y="960" width="1920" height="120" fill="${floor}" opacity=".85"/></svg>`;
}
