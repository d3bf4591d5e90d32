import { alertPresentation } from './alert-presentation.js';
import { colour, decimal, flag, whole } from './fields.js';
import type { ALERT_IMAGES } from './look-options.js';
import { commonLook, position } from './look.js';
import { variations } from './variations.js';

/** Settings that every alert box has. */
export const alertBox = (image: (typeof ALERT_IMAGES)[number], durationMs = 4000) => ({
  ...commonLook,
  position: position('bottom-left'),
  ...alertPresentation(image, durationMs),
  imageSize: whole(100, [40, 250], {
    title: 'Picture size',
    description: 'Height of the large picture',
    group: 'Look',
    unit: '%',
  }),
  nameColor: colour({ title: 'Name colour', description: "Colour of the sender's name", group: 'Look' }),
  messageColor: colour({ title: 'Message colour', description: 'Colour of the words under the name', group: 'Look' }),
  showAvatar: flag(true, {
    title: "Sender's picture",
    description: "Show the sender's picture beside the name",
    group: 'Content',
  }),
  timeLimitSeconds: whole(600, [10, 86_400], {
    title: 'Time limit',
    description: 'An alert that waited longer than this is not shown any more',
    group: 'Queue',
    unit: 's',
  }),
  maxQueue: whole(100, [1, 500], {
    title: 'Longest queue',
    description: 'Alerts that may wait; past it, the smallest of the same sender are merged',
    group: 'Queue',
  }),
  mergeWindowSeconds: whole(30, [0, 600], {
    title: 'Merge within',
    description:
      'The same again of the same sender within this time joins the alert on screen or in the queue. ' +
      '0 gives each its own; the gifts of one streak always stay together',
    group: 'Queue',
    unit: 's',
  }),
  holdWhileInactive: flag(false, {
    title: 'Wait while off air',
    description: 'Alerts wait while OBS does not send the source out',
    group: 'Queue',
  }),
  variations,
});

/** What gifts have beside that. */
export const giftBox = {
  minimumCoins: whole(0, [0, 1_000_000], {
    title: 'Minimum amount',
    description: 'Gifts worth less than this in all are not shown',
    group: 'Content',
    unit: 'coins',
  }),
  giftNameColor: colour({ title: 'Gift name colour', description: "Colour of the gift's name", group: 'Look' }),
  countColor: colour({ title: 'Count colour', description: 'Colour of how many and how much', group: 'Look' }),
  iconSize: whole(100, [50, 200], {
    title: 'Gift icon size',
    description: "Height of the gift's small picture beside its name, shown where the large picture is another",
    group: 'Look',
    unit: '%',
  }),
  streakHoldMs: whole(2000, [500, 10_000], {
    title: 'Hold after a step',
    description: 'A climbing streak keeps its alert on screen for at least this long after each step',
    group: 'Motion',
    unit: 'ms',
  }),
  cardFromCoins: whole(1000, [0, 10_000_000], {
    title: 'Card from',
    description: 'Gifts worth this much in all get a card instead of a chip in a corner',
    group: 'Look',
    unit: 'coins',
  }),
  sceneFromCoins: whole(29_999, [0, 10_000_000], {
    title: 'Whole scene from',
    description: 'Gifts worth this much in all get the whole scene',
    group: 'Look',
    unit: 'coins',
  }),
  sceneDim: decimal(0.68, [0, 0.9], {
    title: 'Dim the video',
    description: 'How dark the video gets behind the largest gifts; 0 leaves it as it is',
    group: 'Look',
  }),
};
