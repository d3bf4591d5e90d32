import { asyncApiDocument } from './async-api.mjs';
import { configurationPage } from './configuration-page.mjs';
import { eventsPage, protocolPage, widgetSettingsPage } from './contract-pages.mjs';

/**
 * Everything under docs/reference, made from the schemas: path to text.
 * `contracts` and `config` are the modules; `z` is zod.
 */
export function referenceDocuments({ contracts, config, z }) {
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const schemaOf = (schema, title) => ({ title, ...z.toJSONSchema(schema, { io: 'output' }) });
  return {
    'docs/reference/live-event.schema.json': json(schemaOf(contracts.liveEventSchema, 'LiveEvent')),
    'docs/reference/widget-client-message.schema.json': json(
      schemaOf(contracts.clientMessageSchema, 'Message from a widget page'),
    ),
    'docs/reference/widget-server-message.schema.json': json(
      schemaOf(contracts.serverMessageSchema, 'Message to a widget page'),
    ),
    'docs/reference/asyncapi.json': json(asyncApiDocument({ contracts, z })),
    'docs/reference/events.md': eventsPage({ contracts, z }),
    'docs/reference/widget-protocol.md': protocolPage({ contracts, z }),
    'docs/reference/widget-settings.md': widgetSettingsPage({ contracts, z }),
    'docs/reference/configuration.md': configurationPage({ config, z }),
  };
}
