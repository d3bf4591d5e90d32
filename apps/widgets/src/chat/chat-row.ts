import { h } from '../ui/dom.js';
import { plateNow, plateWorst } from '../ui/look.js';
import { avatar, pictureAddress } from '../ui/pictures.js';
import { displayName } from '../ui/text.js';
import { badgesOf } from './badges.js';
import type { ChatEvent } from './chat-event.js';
import type { ChatLook } from './chat-settings.js';
import { messageParts } from './message-parts.js';
import { nameColour } from './name-colour.js';

/** One message. Its direction follows the text alone, for the name is isolated. */
export function buildRow(event: ChatEvent, look: ChatLook): HTMLElement {
  const { user } = event;
  const name = displayName(user);
  const nameNode = h('bdi', 'row__name', name);
  nameNode.style.color = nameColour(user.id, plateNow(), plateWorst());
  const badges = look.showBadges ? badgesOf(user) : [];
  const text = h(
    'p',
    'row__text',
    h('span', 'row__who', ...badges, nameNode),
    ' ',
    ...messageParts(event).map(drawPart),
  );
  text.dir = 'auto';
  const bubble = h('div', 'row__bubble panel panel--small', text);
  const row = h('div', 'row', ...(look.showAvatars ? [avatar('row__avatar', user, name)] : []), bubble);
  row.classList.toggle('row--moderator', look.showBadges && user.moderator);
  return row;
}

function drawPart(part: ReturnType<typeof messageParts>[number]): Node {
  if (part.kind === 'text') return document.createTextNode(part.text);
  const image = h('img', 'row__emote');
  image.alt = '';
  image.referrerPolicy = 'no-referrer';
  image.onerror = () => image.remove();
  const src = pictureAddress(part.image);
  if (src) image.src = src;
  return image;
}
