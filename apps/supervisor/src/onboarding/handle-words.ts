import type { RoomReport } from '#libs/contracts';

const UNASKED = {
  busy: 'Many people ask TikTok at the moment, so it was not asked. Go on with this handle, or try again in a minute',
  blocked: 'TikTok does not answer this server at the moment. Go on with this handle: it is tried again by itself',
  failed: 'TikTok could not be asked just now. Try again, or go on with this handle',
} as const;

/** What a look at a handle showed, and what to do next, in words for the streamer. */
export function handleWords(handle: string, { state, why = 'failed', viewers }: RoomReport, taken: boolean): string {
  const words = stateWords(`@${handle}`, state, why, viewers);
  return taken ? `${words}. Somebody else here follows it already: a handle belongs to one account` : words;
}

function stateWords(
  name: string,
  state: RoomReport['state'],
  why: keyof typeof UNASKED,
  viewers: number | undefined,
): string {
  switch (state) {
    case 'live':
      return viewers ? `${name} is live now, with ${viewers.toLocaleString('en')} watching` : `${name} is live now`;
    case 'offline':
      return `${name} exists and is not live now. Once the stream begins, it is connected by itself`;
    case 'missing':
      return `TikTok knows nobody called ${name}. Check the spelling: it is what follows the @ in the address of the profile`;
    case 'unknown':
      return UNASKED[why];
    default:
      return state satisfies never;
  }
}
