const CLIENT = {
  hello: 'First message of a page, within five seconds. May come again on the same socket.',
  started: 'These alerts are being rendered.',
  shown: 'These alerts were shown to their end.',
  ping: 'Answered by pong.',
  report:
    'Something went wrong on the page; bounded, without addresses. Only to a gateway whose `welcome` names its `build`.',
};
const SERVER = {
  welcome: 'Answer to hello: position, settings, snapshot and what was missed.',
  events: 'Covers every offset after `from` up to `to`; `items` are those that this widget gets.',
  state: 'Changed parts of the snapshot, each part whole, at most four times a second.',
  settings: 'The settings after an edit.',
  control: 'A command to the alert queue. One whose `seq` was seen already is ignored.',
  source: 'What is known of the connection to TikTok.',
  snapshot: 'A new epoch, or a gap that the log does not hold any more.',
  pong: 'Answer to ping.',
};

/** The members of a discriminated union of `{ event, data }`, by event. */
export function messagesOf(union, z) {
  return Object.fromEntries(
    union.options.map((option) => [option.shape.event.value, z.toJSONSchema(option, { io: 'output' })]),
  );
}

function withoutDialect({ $schema: _dialect, ...schema }) {
  return schema;
}

/** The widget socket as AsyncAPI 3.0. */
export function asyncApiDocument({ contracts, z }) {
  const client = messagesOf(contracts.clientMessageSchema, z);
  const server = messagesOf(contracts.serverMessageSchema, z);
  const components = {};
  const references = (messages, descriptions, from) =>
    Object.keys(messages).map((event) => {
      const name = `${from}.${event}`;
      components[name] = {
        name: event,
        contentType: 'application/json',
        description: descriptions[event],
        payload: withoutDialect(messages[event]),
      };
      return name;
    });
  const sent = references(client, CLIENT, 'client');
  const received = references(server, SERVER, 'server');
  const channelMessages = Object.fromEntries(
    [...sent, ...received].map((name) => [name, { $ref: `#/components/messages/${name}` }]),
  );
  const of = (names) => names.map((name) => ({ $ref: `#/channels/socket/messages/${name}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'StreamShape widget socket',
      version: String(contracts.WIDGET_PROTOCOL_VERSION),
      description:
        'JSON over WebSocket, UTF-8. A published version changes only by adding: pages stay open in OBS for days.',
      license: { name: 'AGPL-3.0-only', url: 'https://www.gnu.org/licenses/agpl-3.0.html' },
    },
    defaultContentType: 'application/json',
    servers: { gateway: { host: 'localhost:3001', protocol: 'ws', description: 'A widget gateway' } },
    channels: {
      socket: { address: '/socket', description: 'One socket for each widget page', messages: channelMessages },
    },
    operations: {
      fromPage: { action: 'receive', channel: { $ref: '#/channels/socket' }, messages: of(sent) },
      toPage: { action: 'send', channel: { $ref: '#/channels/socket' }, messages: of(received) },
    },
    components: { messages: components },
  };
}

export const messageDescriptions = { client: CLIENT, server: SERVER };
