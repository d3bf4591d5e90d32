import {
  createWidgetSchema,
  duplicateWidgetSchema,
  streamerIdSchema,
  timerCommandSchema,
  updateWidgetSchema,
  widgetListSchema,
  widgetTypeListSchema,
  widgetViewSchema,
} from '#libs/contracts';
import type { Operation } from './operation.js';

const widgets = { tag: 'Widgets', security: 'streamer' } as const;
const path = '/api/v1/streamers/{id}/widgets';
const one = `${path}/{widget}`;
const id = { id: streamerIdSchema };
// Named as in the routes of queues: one place in an address has one name.
const widget = { ...id, widget: widgetViewSchema.shape.id };
const asItIs = { 200: { description: 'The widget as it is now', body: widgetViewSchema } };
const created = { 201: { description: 'Created', body: widgetViewSchema } };

/** Routes of saved widgets and their settings. */
export const SAVED_WIDGETS: Operation[] = [
  {
    ...{ ...widgets, method: 'get', path, operationId: 'listWidgets' },
    summary: 'List the widgets of a streamer: the default of each kind and what was added, with complete settings',
    pathParameters: id,
    answers: { 200: { description: 'All of them', body: widgetListSchema } },
    problems: [401, 404],
  },
  {
    ...{ ...widgets, method: 'post', path, operationId: 'createWidget' },
    summary: 'Add another widget of a kind. Its page is that of the kind with ?id=ID',
    pathParameters: id,
    body: createWidgetSchema,
    answers: created,
    problems: [400, 401, 404, 409, 413, 415],
  },
  {
    ...{ ...widgets, method: 'get', path: one, operationId: 'getWidget' },
    summary: 'Read a widget. The id of the default of a kind is its type',
    pathParameters: widget,
    answers: { 200: { description: 'The widget', body: widgetViewSchema } },
    problems: [401, 404],
  },
  {
    ...{ ...widgets, method: 'patch', path: one, operationId: 'updateWidget' },
    summary: 'Change the name and some settings. Open pages follow within a second, without a reload',
    pathParameters: widget,
    body: updateWidgetSchema,
    answers: asItIs,
    problems: [400, 401, 404, 409, 413, 415],
  },
  {
    ...{ ...widgets, method: 'delete', path: one, operationId: 'deleteWidget' },
    summary: 'Delete a widget; its pages close. The default of a kind stays and takes its defaults again',
    pathParameters: widget,
    answers: { 204: { description: 'Deleted' } },
    problems: [401, 404],
  },
  {
    ...{ ...widgets, method: 'post', path: `${one}/duplicate`, operationId: 'duplicateWidget' },
    summary: 'Add a widget with the settings of this one',
    pathParameters: widget,
    body: duplicateWidgetSchema,
    answers: created,
    problems: [400, 401, 404, 409, 413, 415],
  },
  {
    ...{ ...widgets, method: 'post', path: `${one}/reset`, operationId: 'resetWidget' },
    summary: 'Take the defaults of all settings again. The name stays, and a timer that runs goes on',
    pathParameters: widget,
    answers: asItIs,
    problems: [401, 404],
  },
  {
    ...{ ...widgets, method: 'post', path: `${one}/timer`, operationId: 'pressTimer' },
    summary: 'Start, pause, resume or reset a timer',
    pathParameters: widget,
    scope: 'live',
    body: timerCommandSchema,
    answers: asItIs,
    problems: [400, 401, 404, 409, 413, 415, 503],
  },
  {
    ...{
      tag: 'Widgets',
      security: 'account',
      method: 'get',
      path: '/api/v1/widget-types',
      operationId: 'listWidgetTypes',
    },
    summary: 'The settings of each kind of widget, as a form needs them',
    answers: { 200: { description: 'All kinds', body: widgetTypeListSchema } },
    problems: [401],
  },
];

/** Schemas of theirs that the document names. */
export const SAVED_WIDGET_SCHEMAS = [
  [widgetViewSchema, 'Widget'],
  [createWidgetSchema, 'CreateWidget'],
  [updateWidgetSchema, 'UpdateWidget'],
  [duplicateWidgetSchema, 'DuplicateWidget'],
  [timerCommandSchema, 'TimerCommand'],
] as const;
