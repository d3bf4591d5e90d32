import type { Drawing } from './drawing.js';

const HEART =
  'M128 218C60 172 30 134 30 92c0-32 24-56 54-56 18 0 34 9 44 24 10-15 26-24 44-24 30 0 54 24 54 56 0 42-30 80-98 126z';

const rays = (count: number, inner: number, outer: number, width: number, fill: string) =>
  Array.from({ length: count }, (_, index) => {
    const angle = (360 / count) * index;
    const path = `M0-${outer}l${width} ${outer - inner}h-${width * 2}z`;
    return `<path d="${path}" transform="translate(128 128) rotate(${angle})" fill="${fill}"/>`;
  }).join('');

/** One firework: drops on two rings around a bright heart. */
const burst = (x: number, y: number, scale: number, fill: string, spark: string) => {
  const drops = Array.from({ length: 14 }, (_, index) => {
    const far = index % 2 === 0 ? 100 : 76;
    const drop = `<path d="M0-${far}c9 12 7 34 0 46-7-12-9-34 0-46z" fill="${fill}"/>`;
    return `<g transform="rotate(${(360 / 14) * index})">${drop}<circle cy="-38" r="6" fill="${spark}"/></g>`;
  });
  return `<g transform="translate(${x} ${y}) scale(${scale})">${drops.join('')}<circle r="15" fill="#fff"/></g>`;
};

/** Gifts that carry a scene. */
export const GRAND_SHAPES = {
  crown: () =>
    `<path d="M34 190L22 74l58 48 48-82 48 82 58-48-12 116z" fill="url(#gold)" stroke="#FFF3C4" stroke-width="5" stroke-linejoin="round"/>` +
    `<path d="M34 190h188l-4 30H38z" fill="url(#amber)"/><circle cx="22" cy="70" r="13" fill="url(#red)"/><circle cx="128" cy="36" r="15" fill="url(#blue)"/><circle cx="234" cy="70" r="13" fill="url(#red)"/>` +
    `<path d="M128 140l20 22-20 22-20-22z" fill="url(#violet)"/><circle cx="76" cy="170" r="9" fill="url(#mint)"/><circle cx="180" cy="170" r="9" fill="url(#mint)"/>`,
  sunglasses: () =>
    `<circle cx="128" cy="128" r="98" fill="url(#gold)"/><path d="M82 168c22 30 70 30 92 0" stroke="#8A4A00" stroke-width="11" stroke-linecap="round" fill="none"/>` +
    `<path d="M26 92h204l-6 18h-12c-4 32-18 44-40 44-24 0-34-18-38-40h-12c-4 22-14 40-38 40-22 0-36-12-40-44H32z" fill="#15151F"/><path d="M58 106l26 34M74 104l20 26M156 106l26 34" stroke="#fff" stroke-width="6" opacity=".5"/>`,
  confetti: () =>
    `<path d="M38 226L92 96c28 6 60 38 68 70z" fill="url(#violet)"/><path d="M66 160l42 42M82 122l62 62" stroke="#FFE68A" stroke-width="11"/><ellipse cx="126" cy="130" rx="20" ry="48" transform="rotate(-45 126 130)" fill="url(#navy)"/>` +
    `<path d="M140 112c10-40 0-56 26-82M156 128c30-24 52-10 72-34" stroke="url(#pink)" stroke-width="9" fill="none" stroke-linecap="round"/>` +
    `<circle cx="108" cy="52" r="11" fill="url(#mint)"/><circle cx="204" cy="148" r="12" fill="url(#red)"/><rect x="196" y="34" width="22" height="14" rx="3" transform="rotate(30 207 41)" fill="url(#blue)"/><rect x="64" y="70" width="18" height="12" rx="3" transform="rotate(-20 73 76)" fill="url(#gold)"/><circle cx="178" cy="74" r="9" fill="#fff"/>`,
  handHearts: () =>
    `<path d="M22 232c-2-62 10-104 40-130 22-18 44-14 56 0 12 16 2 30-14 28 18 16 26 34 24 52-22-4-34-20-40-36-2 34-8 60-26 86z" fill="url(#cream)"/>` +
    `<path d="M234 232c2-62-10-104-40-130-22-18-44-14-56 0-12 16-2 30 14 28-18 16-26 34-24 52 22-4 34-20 40-36 2 34 8 60 26 86z" fill="url(#cream)"/><path d="${HEART}" transform="translate(70 14) scale(.45)" fill="url(#red)"/>`,
  swan: () =>
    `<ellipse cx="128" cy="208" rx="106" ry="18" fill="url(#blue)" opacity=".7"/><path d="M44 190c-8-48 30-76 78-66 34 8 56-4 52-40-2-18-26-20-30-2-2 12 6 18 2 26-26-6-34-60 10-68 36-6 56 26 48 68-10 54 4 60-30 88-20 12-118 14-130-6z" fill="url(#white)"/>` +
    `<path d="M64 182c14-28 50-40 92-26-20 24-50 34-92 26z" fill="url(#steel)" opacity=".7"/><path d="M142 66l-36 14 34 12z" fill="url(#amber)"/><circle cx="160" cy="62" r="6" fill="#15151F"/><path d="${HEART}" transform="translate(28 30) scale(.24)" fill="url(#pink)"/>`,
  corgi: () =>
    `<path d="M56 118L48 28c34 10 52 34 58 62zM200 118l8-90c-34 10-52 34-58 62z" fill="url(#amber)"/><path d="M62 92l-2-42c16 8 26 22 30 38zM194 92l2-42c-16 8-26 22-30 38z" fill="#FFC2CF"/>` +
    `<path d="M128 62c58 0 88 44 84 92-4 46-40 74-84 74s-80-28-84-74c-4-48 26-92 84-92z" fill="url(#amber)"/><path d="M128 66c16 20 18 48 26 72 24 4 40 22 36 44-6 26-34 42-62 42s-56-16-62-42c-4-22 12-40 36-44 8-24 10-52 26-72z" fill="url(#white)"/>` +
    `<circle cx="88" cy="138" r="11" fill="#23150D"/><circle cx="168" cy="138" r="11" fill="#23150D"/><circle cx="92" cy="134" r="4" fill="#fff"/><circle cx="172" cy="134" r="4" fill="#fff"/><ellipse cx="128" cy="164" rx="17" ry="12" fill="#23150D"/><path d="M108 184c4 22 36 22 40 0z" fill="url(#pink)"/>`,
  gem: () =>
    `<path d="M64 46h128l46 60-110 118L18 106z" fill="url(#blue)"/><path d="M64 46l-46 60h56zM192 46l46 60h-56z" fill="#E6F7FF" opacity=".7"/><path d="M64 46l10 60 54-60zM192 46l-10 60-54-60z" fill="#fff" opacity=".45"/><path d="M74 106h108l-54 118z" fill="#fff" opacity=".28"/><path d="M18 106h56l54 118z" fill="#1A3FB5" opacity=".35"/><path d="M74 106l54-60 54 60z" fill="#BEEBFF"/>`,
  galaxy: () =>
    `<circle cx="128" cy="128" r="112" fill="#15104A"/><circle cx="128" cy="128" r="112" fill="url(#space)"/>` +
    `<g fill="none" stroke-linecap="round"><path d="M128 128c30-36 86-24 88 24M128 128c-30 36-86 24-88-24" stroke="#FFB3F0" stroke-width="15"/><path d="M128 128c-16-46 24-88 68-72M128 128c16 46-24 88-68 72" stroke="#8AD4FF" stroke-width="10" opacity=".9"/></g>` +
    `<circle cx="128" cy="128" r="26" fill="#FFF6FF"/><g fill="#fff"><circle cx="72" cy="72" r="5"/><circle cx="190" cy="196" r="4"/><circle cx="58" cy="150" r="3"/><circle cx="206" cy="96" r="3"/><circle cx="120" cy="40" r="4"/><circle cx="134" cy="222" r="5"/></g>`,
  fireworks: () =>
    burst(128, 122, 1, 'url(#gold)', '#FFE68A') +
    burst(204, 60, 0.42, 'url(#pink)', '#FFB3D1') +
    burst(52, 196, 0.46, 'url(#mint)', '#B8FFE6') +
    burst(204, 206, 0.34, 'url(#blue)', '#8AD4FF') +
    burst(48, 56, 0.3, 'url(#violet)', '#D0A8FF'),
  car: () =>
    `<path d="M14 162c8-24 30-34 62-38 22-28 46-42 82-42 30 0 50 16 64 40 16 4 24 16 24 36v22H14z" fill="url(#red)"/><path d="M94 122c16-18 34-26 58-26h8v28zM172 96c18 2 30 12 40 28h-40z" fill="url(#blue)"/><path d="M14 162h232v20H14z" fill="url(#deepred)"/><path d="M20 150h34c0 10-14 14-36 12z" fill="#FFF3C4"/><path d="M220 64h22v14h-14l-8 30h-12z" fill="#15151F"/>` +
    `<circle cx="70" cy="184" r="30" fill="#15151F"/><circle cx="70" cy="184" r="14" fill="url(#steel)"/><circle cx="194" cy="184" r="30" fill="#15151F"/><circle cx="194" cy="184" r="14" fill="url(#steel)"/><path d="M60 138c30-10 90-12 150-6" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".5" fill="none"/>`,
  rocket: () =>
    `<g transform="rotate(40 128 128)"><path d="M104 190c-6 30 4 44 24 64 20-20 30-34 24-64z" fill="url(#fire)"/><path d="M84 128l-34 56 40-8zM172 128l34 56-40-8z" fill="url(#red)"/><path d="M128 4c40 34 54 82 46 134l-16 56H98l-16-56C74 86 88 38 128 4z" fill="url(#white)"/><path d="M128 4c20 17 33 37 41 60H87c8-23 21-43 41-60z" fill="url(#red)"/><circle cx="128" cy="110" r="27" fill="url(#navy)"/><circle cx="128" cy="110" r="19" fill="url(#blue)"/><path d="M96 194h64l-6 18h-52z" fill="url(#steel)"/></g>`,
  planet: () =>
    `<path d="M26 170C-8 214 40 214 120 164S258 54 220 56" fill="none" stroke="url(#gold)" stroke-width="18" stroke-linecap="round"/><circle cx="124" cy="128" r="80" fill="url(#violet)"/><path d="M50 100c50 16 96 8 140-18M46 142c60 14 116 0 154-32M62 180c50 6 96-8 130-34" stroke="#fff" stroke-width="11" opacity=".25" fill="none"/><path d="M26 170c8 26 50 14 94-6 60-28 118-80 100-108" fill="none" stroke="url(#gold)" stroke-width="18" stroke-linecap="round"/><circle cx="98" cy="96" r="13" fill="#fff" opacity=".3"/>`,
  lion: () =>
    `<g>${rays(14, 60, 122, 34, 'url(#brown)')}${rays(14, 60, 108, 28, 'url(#amber)')}</g><circle cx="128" cy="132" r="76" fill="url(#gold)"/><circle cx="76" cy="84" r="19" fill="url(#gold)"/><circle cx="180" cy="84" r="19" fill="url(#gold)"/><circle cx="76" cy="84" r="10" fill="#C25E00"/><circle cx="180" cy="84" r="10" fill="#C25E00"/>` +
    `<ellipse cx="128" cy="168" rx="42" ry="33" fill="url(#cream)"/><ellipse cx="98" cy="122" rx="9" ry="11" fill="#2B1607"/><ellipse cx="158" cy="122" rx="9" ry="11" fill="#2B1607"/><circle cx="101" cy="118" r="3.5" fill="#fff"/><circle cx="161" cy="118" r="3.5" fill="#fff"/><path d="M110 146h36l-18 18z" fill="#6B2A10"/><path d="M128 164v10c-10 12-22 10-28 2M128 174c10 12 22 10 28 2" stroke="#6B2A10" stroke-width="6" stroke-linecap="round" fill="none"/>` +
    `<path d="M84 54L76 10l30 22 22-28 22 28 30-22-8 44z" fill="url(#gold)" stroke="#FFF3C4" stroke-width="4"/><circle cx="128" cy="38" r="7" fill="url(#red)"/>`,
  phoenix: () =>
    `<path d="M128 150C80 140 40 110 14 46c36 6 60 16 78 36-6-20-4-38 4-58 20 26 32 52 32 88 0-36 12-62 32-88 8 20 10 38 4 58 18-20 42-30 78-36-26 64-66 94-114 104z" fill="url(#fire)"/><path d="M128 132c24 24 22 60 6 108-4 12-8 12-12 0-16-48-18-84 6-108z" fill="url(#fire)"/><path d="M118 170c-10 26-28 44-52 54 16-20 24-38 30-64zM138 170c10 26 28 44 52 54-16-20-24-38-30-64z" fill="url(#red)"/><circle cx="128" cy="92" r="25" fill="url(#gold)"/><path d="M120 100h16l-8 18z" fill="#8A2A00"/><circle cx="119" cy="88" r="4.5" fill="#3B0A00"/><circle cx="137" cy="88" r="4.5" fill="#3B0A00"/><path d="M128 70c-12-16-8-30 0-44 8 14 12 28 0 44z" fill="url(#red)"/>`,
  giftBox: () =>
    `<path d="M40 112h176v108a10 10 0 0 1-10 10H50a10 10 0 0 1-10-10z" fill="url(#violet)"/><rect x="28" y="78" width="200" height="44" rx="9" fill="url(#pink)"/><path d="M110 78h36v152h-36z" fill="url(#gold)"/><path d="M128 78C96 82 62 70 66 42c4-22 34-22 46-4 8 12 14 26 16 40zM128 78c32 4 66-8 62-36-4-22-34-22-46-4-8 12-14 26-16 40z" fill="none" stroke="url(#gold)" stroke-width="15"/><path d="M52 134v74" stroke="#fff" stroke-width="9" stroke-linecap="round" opacity=".45"/>`,
} satisfies Record<string, Drawing>;
