import type { Drawing } from './drawing.js';

const HEART =
  'M128 218C60 172 30 134 30 92c0-32 24-56 54-56 18 0 34 9 44 24 10-15 26-24 44-24 30 0 54 24 54 56 0 42-30 80-98 126z';
const STAR = 'M128 26l30 64 70 9-51 49 13 70-62-34-62 34 13-70-51-49 70-9z';

/** Everyday gifts. */
export const SMALL_SHAPES = {
  rose: () =>
    `<path d="M128 128c4 40 2 72-6 108h12c8-36 10-68 6-108z" fill="url(#green)"/>` +
    `<path d="M130 186c18-26 46-30 64-24-6 24-34 38-66 36zM126 208c-14-22-38-26-56-20 6 20 28 32 54 30z" fill="url(#green)"/>` +
    `<path d="M62 84c-6 44 26 74 66 74s72-30 66-74c-18-14-38-16-66-16s-48 2-66 16z" fill="url(#deepred)"/>` +
    `<path d="M62 84c20-8 42 4 66 40 24-36 46-48 66-40-2 42-28 66-66 66S64 126 62 84z" fill="url(#red)"/>` +
    `<path d="M86 62c4-24 24-38 42-38s38 14 42 38c-4 36-22 54-42 66-20-12-38-30-42-66z" fill="url(#red)"/>` +
    `<path d="M104 58c4-14 14-20 26-20 14 0 24 8 26 22-4 22-14 34-26 42 8-12 10-24 6-34-6-12-20-16-32-10z" fill="url(#deepred)"/>` +
    `<path d="M76 96c4 22 16 38 34 46-22-2-38-20-34-46z" fill="#fff" opacity=".35"/>`,
  heart: () =>
    `<path d="${HEART}" fill="url(#pink)"/><path d="M128 218C60 172 30 134 30 92c0-8 2-16 5-23 4 52 40 96 93 149z" fill="#A3125A" opacity=".25"/>` +
    `<path d="M58 92c0-18 12-32 30-32" stroke="#fff" stroke-width="14" stroke-linecap="round" fill="none" opacity=".8"/>`,
  fingerHeart: () =>
    `<path d="M74 232c-12-40-10-70 6-92l44-20 52 12c20 8 24 28 16 46l-18 54z" fill="url(#cream)"/>` +
    `<path d="M92 156c-8-30 4-62 30-92 8-9 22-3 21 9-2 28-9 52-23 76z" fill="url(#cream)"/>` +
    `<path d="M112 150c14-26 36-48 64-62 11-5 21 6 15 17-14 26-32 44-56 56z" fill="#F7D3A4"/>` +
    `<path d="M86 176c26-14 62-16 98 0M82 202c30-12 64-12 96 2" stroke="#D59A5E" stroke-width="5" stroke-linecap="round" fill="none" opacity=".6"/>` +
    `<path d="${HEART}" transform="translate(100 4) scale(.42)" fill="url(#red)"/>`,
  note: () =>
    `<path d="M92 60l118-30v34L92 94z" fill="url(#violet)"/><path d="M92 60h20v132H92zM190 36h20v128h-20z" fill="url(#violet)"/>` +
    `<ellipse cx="80" cy="192" rx="38" ry="30" transform="rotate(-18 80 192)" fill="url(#pink)"/><ellipse cx="178" cy="164" rx="38" ry="30" transform="rotate(-18 178 164)" fill="url(#pink)"/>` +
    `<path d="M58 184c4-12 16-18 28-16M156 156c4-12 16-18 28-16" stroke="#fff" stroke-width="8" stroke-linecap="round" fill="none" opacity=".75"/><path d="M100 66l102-26" stroke="#fff" stroke-width="6" stroke-linecap="round" opacity=".45"/>`,
  trophy: () =>
    `<path d="M70 44H34c0 48 16 74 50 80M186 44h36c0 48-16 74-50 80" stroke="url(#amber)" stroke-width="16" fill="none"/>` +
    `<path d="M66 30h124c2 70-14 118-62 118S64 100 66 30z" fill="url(#gold)"/><path d="M112 144h32v44h-32z" fill="url(#amber)"/>` +
    `<path d="M82 188h92l12 40H70z" fill="url(#violet)"/><path d="M84 44c0 40 6 62 20 80" stroke="#fff" stroke-width="10" stroke-linecap="round" fill="none" opacity=".7"/>` +
    `<path d="${STAR}" transform="translate(90 46) scale(.3)" fill="#fff"/>`,
  iceCream: () =>
    `<path d="M76 126h104l-46 108c-3 6-9 6-12 0z" fill="url(#amber)"/>` +
    `<path d="M92 142l58 50M118 132l48 40M164 142l-58 50M138 132l-48 40" stroke="#8A4A12" stroke-width="5" opacity=".45"/>` +
    `<path d="M64 124c-8-30 14-48 26-48 2-30 22-50 44-50s40 20 40 48c18 2 28 26 18 50-12 14-22 2-34 8s-24 12-36 2-46 8-58-10z" fill="url(#pink)"/>` +
    `<path d="M100 70c2-16 12-26 26-28" stroke="#fff" stroke-width="10" stroke-linecap="round" fill="none" opacity=".8"/><circle cx="146" cy="26" r="15" fill="url(#red)"/>`,
  coffee: () =>
    `<path d="M96 60c-12-14 12-20 0-36M130 60c-12-14 12-20 0-36M164 60c-12-14 12-20 0-36" stroke="#fff" stroke-width="9" stroke-linecap="round" fill="none" opacity=".75"/>` +
    `<path d="M186 106h14a34 34 0 0 1 0 68h-20" stroke="url(#steel)" stroke-width="16" fill="none"/>` +
    `<path d="M48 80h148v66c0 46-30 78-74 78s-74-32-74-78z" fill="url(#white)"/><ellipse cx="122" cy="82" rx="74" ry="20" fill="url(#brown)"/>` +
    `<path d="M122 70c16-9 30 3 16 12l-16 10-16-10c-14-9 0-21 16-12z" fill="url(#cream)"/><path d="${HEART}" transform="translate(90 122) scale(.25)" fill="url(#pink)"/>`,
  cake: () =>
    `<path d="M34 130L196 66c20 10 28 30 26 52v96H34z" fill="url(#cream)"/><path d="M34 130L196 66c20 10 28 30 26 52z" fill="url(#pink)"/>` +
    `<path d="M34 130h188v30c-14 18-26 2-38 2s-20 18-34 4-24 12-38 0-22 12-38-2-26 8-40-6z" fill="url(#pink)"/><path d="M34 186h188v12H34z" fill="#E8598B"/>` +
    `<circle cx="158" cy="58" r="24" fill="url(#red)"/><path d="M160 40c2-16 12-22 24-24" stroke="#1C7A3E" stroke-width="6" fill="none" stroke-linecap="round"/>`,
  perfume: () =>
    `<rect x="98" y="26" width="60" height="42" rx="8" fill="url(#gold)"/><rect x="108" y="68" width="40" height="20" fill="url(#steel)"/>` +
    `<rect x="58" y="86" width="140" height="144" rx="30" fill="url(#violet)"/><path d="M70 152h116v50a18 18 0 0 1-18 18H88a18 18 0 0 1-18-18z" fill="#fff" opacity=".28"/>` +
    `<path d="M80 110v70" stroke="#fff" stroke-width="10" stroke-linecap="round" opacity=".75"/><path d="${HEART}" transform="translate(94 118) scale(.28)" fill="url(#white)"/>`,
  donut: () =>
    `<circle cx="128" cy="132" r="98" fill="url(#amber)"/><path d="M128 36c54 0 92 38 94 88 0 16-14 10-22 24s-22 4-30 20-26 2-40 16-28-8-42-6-18-16-32-20-10-18-20-28c-2-52 38-94 92-94z" fill="url(#pink)"/>` +
    `<circle cx="128" cy="122" r="34" fill="#8A4A12"/><circle cx="128" cy="128" r="32" fill="#2A1710" opacity=".55"/>` +
    `<g stroke-width="9" stroke-linecap="round"><path d="M78 80l12 8M182 92l-6 12" stroke="#FFE68A"/><path d="M118 58l16 2M64 130l4 14" stroke="#8AD4FF"/><path d="M162 62l12 10M184 136l-12 8" stroke="#fff"/><path d="M96 168l14-2M150 166l12-6" stroke="#B8FFE6"/></g>`,
  bracelet: () =>
    `<ellipse cx="128" cy="140" rx="92" ry="70" fill="none" stroke="url(#mint)" stroke-width="34"/><ellipse cx="128" cy="140" rx="92" ry="70" fill="none" stroke="#fff" stroke-width="5" stroke-dasharray="2 22" stroke-linecap="round"/>` +
    `<circle cx="128" cy="70" r="38" fill="url(#gold)"/><path d="${STAR}" transform="translate(92 34) scale(.28)" fill="#fff"/>`,
  star: () =>
    `<path d="${STAR}" fill="url(#gold)" stroke="#FFF3C4" stroke-width="8" stroke-linejoin="round"/><path d="M128 26l-30 64-70 9 51 49-13 70 62-34z" fill="#fff" opacity=".22"/>` +
    `<circle cx="108" cy="126" r="8" fill="#7A3E00"/><circle cx="150" cy="126" r="8" fill="#7A3E00"/><path d="M110 148c10 14 28 14 38 0" stroke="#7A3E00" stroke-width="8" stroke-linecap="round" fill="none"/>`,
  cap: () =>
    `<path d="M48 150c0-60 34-100 84-100s84 38 84 96z" fill="url(#blue)"/><path d="M48 150c56-22 116-24 168-4l26 26c6 12-4 22-18 18-50-16-106-16-160 0-16 4-22-8-20-24z" fill="url(#navy)"/>` +
    `<path d="M132 50c-20 26-26 56-26 88" stroke="#fff" stroke-width="5" opacity=".5" fill="none"/><circle cx="132" cy="46" r="11" fill="url(#gold)"/><path d="${STAR}" transform="translate(128 76) scale(.26)" fill="#fff"/>`,
} satisfies Record<string, Drawing>;
