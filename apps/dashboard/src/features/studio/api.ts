import type {
  ActivityPage,
  AlertList,
  ControlCommandBody,
  CreateGoal,
  CreateWidget,
  CurrentTestRun,
  GiftList,
  GoalDefinition,
  GoalList,
  Moderation,
  OpenPagesList,
  Overview,
  TestEvent,
  TestRun,
  TimerCommand,
  UpdateGoal,
  UpdateWidget,
  UploadList,
  WidgetList,
  WidgetType,
  WidgetTypeList,
  WidgetView,
} from '#libs/contracts';
import { api as client, take as unwrap } from '../../api/client.js';

const WIDGETS = '/api/v1/streamers/{id}/widgets';
const WIDGET = '/api/v1/streamers/{id}/widgets/{widget}';
const TESTS = '/api/v1/streamers/{id}/test-events';
const of = (id: string) => ({ params: { path: { id } } });
const one = (id: string, widget: string) => ({ params: { path: { id, widget } } });

/** What the pages of the studio ask of the API, by streamer. */
export const studio = {
  widgetTypes: (): Promise<WidgetTypeList> => unwrap(client.GET('/api/v1/widget-types')),
  gifts: (): Promise<GiftList> => unwrap(client.GET('/api/v1/gifts')),
  rotateKey: (id: string): Promise<{ widgetKey: string }> =>
    unwrap(client.POST('/api/v1/streamers/{id}/rotate-key', of(id))),
  openPages: (id: string): Promise<OpenPagesList> => unwrap(client.GET('/api/v1/streamers/{id}/pages', of(id))),
  overview: (id: string): Promise<Overview> => unwrap(client.GET('/api/v1/streamers/{id}/overview', of(id))),

  widgets: (id: string): Promise<WidgetList> => unwrap(client.GET(WIDGETS, of(id))),
  widget: (id: string, widget: string): Promise<WidgetView> => unwrap(client.GET(WIDGET, one(id, widget))),
  createWidget: (id: string, body: CreateWidget): Promise<WidgetView> =>
    unwrap(client.POST(WIDGETS, { ...of(id), body })),
  updateWidget: (id: string, widget: string, body: UpdateWidget): Promise<WidgetView> =>
    unwrap(client.PATCH(WIDGET, { ...one(id, widget), body: body })),
  duplicateWidget: (id: string, widget: string, name: string): Promise<WidgetView> =>
    unwrap(client.POST(`${WIDGET}/duplicate`, { ...one(id, widget), body: { name } })),
  deleteWidget: (id: string, widget: string): Promise<unknown> => unwrap(client.DELETE(WIDGET, one(id, widget))),
  pressTimer: (id: string, widget: string, body: TimerCommand): Promise<WidgetView> =>
    unwrap(client.POST(`${WIDGET}/timer`, { ...one(id, widget), body })),

  alerts: (id: string, widget: WidgetType, limit = 50): Promise<AlertList> =>
    unwrap(client.GET(`${WIDGET}/alerts`, { params: { path: { id, widget }, query: { limit } } })),
  control: (id: string, widget: WidgetType, body: ControlCommandBody): Promise<{ seq: number }> =>
    unwrap(client.POST(`${WIDGET}/control`, { params: { path: { id, widget } }, body: body })),
  /** `types` with commas between them: in the address it is one text. */
  activity: (id: string, types: string, cursor?: string): Promise<ActivityPage> =>
    unwrap(
      client.GET('/api/v1/streamers/{id}/activity', {
        params: {
          path: { id },
          query: { types: types as never, limit: 60, ...(cursor === undefined ? {} : { cursor }) },
        },
      }),
    ),

  goals: (id: string): Promise<GoalList> => unwrap(client.GET('/api/v1/streamers/{id}/goals', of(id))),
  createGoal: (id: string, body: CreateGoal): Promise<GoalDefinition> =>
    unwrap(client.POST('/api/v1/streamers/{id}/goals', { ...of(id), body: body })),
  updateGoal: (id: string, goalId: string, body: UpdateGoal): Promise<GoalDefinition> =>
    unwrap(
      client.PATCH('/api/v1/streamers/{id}/goals/{goalId}', {
        params: { path: { id, goalId } },
        body: body,
      }),
    ),
  deleteGoal: (id: string, goalId: string): Promise<unknown> =>
    unwrap(client.DELETE('/api/v1/streamers/{id}/goals/{goalId}', { params: { path: { id, goalId } } })),

  moderation: (id: string): Promise<Moderation> => unwrap(client.GET('/api/v1/streamers/{id}/moderation', of(id))),
  setModeration: (id: string, body: Moderation): Promise<Moderation> =>
    unwrap(client.PUT('/api/v1/streamers/{id}/moderation', { ...of(id), body: body })),

  uploads: (id: string): Promise<UploadList> => unwrap(client.GET('/api/v1/streamers/{id}/uploads', of(id))),
  deleteUpload: (id: string, uploadId: string): Promise<unknown> =>
    unwrap(client.DELETE('/api/v1/streamers/{id}/uploads/{uploadId}', { params: { path: { id, uploadId } } })),

  sendTest: (id: string, body: TestEvent): Promise<TestRun> => unwrap(client.POST(TESTS, { ...of(id), body: body })),
  testRun: (id: string): Promise<CurrentTestRun> => unwrap(client.GET(TESTS, of(id))),
  stopTest: (id: string): Promise<unknown> => unwrap(client.DELETE(TESTS, of(id))),
};
