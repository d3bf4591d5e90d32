import { CLOSE_CODES, isAlertWidget, isWidgetType, widgetKeySchema, widgetOf, type Hello } from '#libs/contracts';
import { hashKey, type StreamerDirectory } from '../directory/streamer-directory.js';
import type { PageIdentity } from './page-socket.js';
import { factsOf, type StreamerFacts } from './streamer-facts.js';

/** Why a page is sent away: a close code of the socket protocol and a word for the log. */
export class Refusal {
  constructor(
    readonly code: number,
    readonly reason: string,
  ) {}
}

/** Who the page is, or why it cannot be served. Checks in the order of the close codes' weight: key first. */
export async function identify(
  hello: Hello,
  directory: StreamerDirectory,
): Promise<{ identity: PageIdentity; facts: StreamerFacts } | Refusal> {
  if (hello.v !== 1) return new Refusal(CLOSE_CODES.badMessage, 'unknown version');
  if (!widgetKeySchema.safeParse(hello.key).success) return new Refusal(CLOSE_CODES.unknownKey, 'malformed key');
  const keyHash = hashKey(hello.key);
  const answer = await directory.find(keyHash);
  if (answer.state === 'unavailable') return new Refusal(CLOSE_CODES.tryLater, 'settings not to be had');
  if (answer.state === 'unknown') return new Refusal(CLOSE_CODES.unknownKey, 'unknown key');
  if (!isWidgetType(hello.widget)) return new Refusal(CLOSE_CODES.unknownWidget, 'unknown widget');
  const widget = widgetOf(answer.model, hello.widget, hello.id);
  if (widget === undefined) return new Refusal(CLOSE_CODES.unknownWidget, 'unknown id');
  if (!answer.model.active) return new Refusal(CLOSE_CODES.notSubscribed, 'subscription not active');
  const facts = factsOf(answer.model);
  const identity = {
    streamerId: answer.model.streamerId,
    keyHash,
    widget,
    preview: hello.preview === true,
    startedStreaks: new Set<string>(),
    moderationMark: facts.moderation.mark,
  };
  return { identity, facts };
}

export function acknowledges({ widget, preview }: PageIdentity): boolean {
  return !preview && isAlertWidget(widget.type);
}
