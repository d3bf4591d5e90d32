import '../fonts/message.css';
import '../gallery/gallery.css';
import { parts, TOGETHER, WORDS } from '../gallery/catalogue.js';
import { controls } from '../gallery/controls.js';
import { type Stage, play, stage } from '../gallery/stages.js';
import { readView, writeView } from '../gallery/view.js';
import { h } from '../ui/dom.js';

const key = document.body.dataset['key'] ?? '';
const whole = { wide: [1920, 1080], tall: [1080, 1920] } as const;
/** Smaller than a canvas: the widget fills its box. */
const box = { wide: [860, 484], tall: [560, 760] } as const;

const together = stage(TOGETHER, whole);
document.getElementById('show')?.append(together.element);
const stages: Stage[] = [together];
for (const part of parts()) {
  const own = stage([part], box);
  const [name, text] = WORDS[part.widget];
  stages.push(own);
  document
    .getElementById('widgets')
    ?.append(h('article', 'card', own.element, h('h3', 'card__name', name), h('p', 'card__text', text)));
}

function show(): void {
  const view = readView(location.hash);
  document.body.dataset['canvas'] = view.canvas;
  for (const one of stages) play(one, key, view);
  document.getElementById('controls')?.replaceChildren(...controls(view, (next) => (location.hash = writeView(next))));
}

addEventListener('hashchange', show);
show();
