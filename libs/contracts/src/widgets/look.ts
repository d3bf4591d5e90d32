import { choice, colour, decimal, type FieldText, words } from './fields.js';
import { MOTIONS, PLATES, POSITIONS, type PositionName, SCENES, THEMES } from './look-options.js';

const look = (title: string, description: string, more: Partial<FieldText> = {}): FieldText => ({
  title,
  description,
  group: 'Look',
  ...more,
});

/** Settings that every widget has. */
export const commonLook = {
  theme: choice(THEMES, 'glass', look('Theme', 'Colours, type, shapes, motion and sounds that belong together')),
  accentColor: colour(look('Accent colour', 'The one colour that leads')),
  textColor: colour(look('Text colour', 'Colour of names and numbers')),
  plate: choice(
    PLATES,
    'auto',
    look(
      'Plate',
      'What is behind the text. "auto" leaves it to theme and scene, "none" gives the text an outline instead',
    ),
  ),
  scene: choice(SCENES, 'auto', look('Scene', 'How bright the video behind is; "auto" picks what can be read on both')),
  scale: decimal(1, [0.5, 2], look('Size', 'Everything larger or smaller', { unit: 'times' })),
  motion: choice(MOTIONS, 'full', {
    title: 'Motion',
    description: '"reduced" fades instead of moving, as the system setting of the same name does',
    group: 'Motion',
  }),
  maxFlashesPerSecond: decimal(2, [0, 3], {
    title: 'Flashes',
    description: 'Bright kicks and bursts at most; more than three a second can hurt people',
    group: 'Motion',
    unit: 'per second',
  }),
  customCss: words('', 20_000, {
    title: 'Custom CSS',
    description:
      'Style rules of your own, after those of the theme. Nothing is loaded from elsewhere but https pictures',
    group: 'Advanced',
    format: 'css',
  }),
};

export const position = (value: PositionName) =>
  choice(POSITIONS, value, look('Position', 'Where in the browser source the widget stands'));
