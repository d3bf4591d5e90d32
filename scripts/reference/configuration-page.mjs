import { generatedNote, table, typeText } from './schema-text.mjs';

export function configurationPage({ config, z }) {
  const { properties } = z.toJSONSchema(config.environmentSchema, { io: 'input', unrepresentable: 'any' });
  const rows = Object.entries(properties).map(([key, field]) => [
    `\`${key}\``,
    field.description ?? '',
    field.default === undefined ? '' : `\`${field.default}\``,
    field.enum ? typeText({ enum: field.enum }) : '',
  ]);
  return [
    generatedNote,
    '# Configuration',
    'Everything is set by environment variables and checked before anything starts: a wrong value, or an unknown key that begins with `STREAMSHAPE_`, ends the start with a message that names the key. `npm start` makes up the secrets that are missing and keeps them in `.data/secrets.json`; with `NODE_ENV=production` a missing one ends the start.',
    table(['Key', 'Meaning', 'Default', 'Values'], rows),
    '',
  ].join('\n\n');
}
