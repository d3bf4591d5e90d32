import { messageDescriptions, messagesOf } from './async-api.mjs';
import { generatedNote, table, typeText } from './schema-text.mjs';

const COMMON = new Set(['id', 'type', 'at', 'receivedAt', 'test', 'user']);

function fieldsOf(schema, skip = new Set()) {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => !skip.has(name))
    .map(([name, field]) => [
      `\`${name}${schema.required?.includes(name) ? '' : '?'}\``,
      typeText(field),
      field.description ?? '',
    ]);
}

export function eventsPage({ contracts, z }) {
  const sections = contracts.liveEventSchema.options.map((option) => {
    const schema = z.toJSONSchema(option, { io: 'output' });
    const own = fieldsOf(schema, COMMON);
    const user = schema.properties.user ? (schema.required.includes('user') ? 'Has `user`.' : 'May have `user`.') : '';
    const fields = own.length === 0 ? '' : `\n\n${table(['Field', 'Type', ''], own)}`;
    return `### \`${schema.properties.type.const}\`\n\n${user}${fields}`.replaceAll('\n\n\n', '\n\n').trimEnd();
  });
  const user = table(['Field', 'Type', ''], fieldsOf(z.toJSONSchema(contracts.liveUserSchema)));
  return [
    generatedNote,
    '# Live events',
    'Every event has `id` (stable, unique per streamer, in every epoch of the log), `type`, `at` (TikTok’s time, ms), `receivedAt` (ms) and, on events made to try an overlay, `test: true`. Times are milliseconds since 1970. The schema as JSON: [live-event.schema.json](live-event.schema.json).',
    '## `user`',
    user,
    '## Types',
    ...sections,
    '',
  ].join('\n\n');
}

export function protocolPage({ contracts, z }) {
  const section = (messages, descriptions) =>
    Object.entries(messages).map(([event, schema]) => {
      const fields = fieldsOf(schema.properties.data);
      const body = fields.length === 0 ? 'No fields.' : table(['Field', 'Type', ''], fields);
      return `### \`${event}\`\n\n${descriptions[event]}\n\n${body}`;
    });
  const widgets = contracts.WIDGET_TYPES.map((widget) => [
    `\`${widget}\``,
    [...contracts.eventTypesOf(widget)].map((type) => `\`${type}\``).join(' '),
    contracts.isStateWidget(widget) ? 'yes' : '',
  ]);
  const codes = Object.entries(contracts.CLOSE_CODES).map(([name, code]) => [code, `\`${name}\``]);
  return [
    generatedNote,
    '# Widget socket protocol',
    `Version ${contracts.WIDGET_PROTOCOL_VERSION}. WebSocket at \`/socket\`, JSON \`{ "event", "data" }\`, UTF-8, at most ${contracts.MAX_CLIENT_MESSAGE_BYTES} bytes from a client. For programs: [asyncapi.json](asyncapi.json) (AsyncAPI 3.0).`,
    '## From a page',
    ...section(messagesOf(contracts.clientMessageSchema, z), messageDescriptions.client),
    '## To a page',
    ...section(messagesOf(contracts.serverMessageSchema, z), messageDescriptions.server),
    '## Who gets what',
    table(['Widget', 'Events', '`state`'], widgets),
    '## Close codes',
    table(['Code', 'Meaning'], codes),
    '',
  ].join('\n\n');
}

export function widgetSettingsPage({ contracts, z }) {
  const sections = contracts.WIDGET_TYPES.map((widget) => {
    const schema = z.toJSONSchema(contracts.widgetSettingsSchemas[widget], { io: 'input' });
    const rows = Object.entries(schema.properties).map(([name, field]) => [
      `\`${name}\``,
      field.title ?? '',
      typeText(field),
      `\`${JSON.stringify(field.default)}\``,
      field.unit ?? '',
      field.description ?? '',
    ]);
    return `## \`${widget}\`\n\n${table(['Setting', 'Label', 'Values', 'Default', 'Unit', 'Meaning'], rows)}`;
  });
  return [generatedNote, '# Widget settings', ...sections, ''].join('\n\n');
}
