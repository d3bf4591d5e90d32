import { liveSourceContract } from '../test/live-source.contract.js';
import { signingWorld } from '../test/signing-world.js';
import { InMemoryLiveSource } from './in-memory-live-source.js';
import { LiveSourceError } from '#libs/domain';
import type { SourceFact } from '#libs/domain';

const user = { id: '7', handle: 'ada', name: 'Ada', moderator: false, subscriber: false, follower: true };

liveSourceContract('in memory', async () => {
  const signing = signingWorld(['http://one.test', 'http://two.test']);
  const source = new InMemoryLiveSource(Date.now, signing.desk);
  const room = source.room('ada');
  const said: SourceFact[] = [];
  return {
    source,
    goLive: () => void room.goLive(),
    goOffline: () => room.goOffline(),
    chat: (...texts) => {
      for (const text of texts) {
        const common = { id: `chat:1:${said.length}`, at: 1, receivedAt: 1 };
        const fact: SourceFact = { type: 'chat', ...common, user, text, emotes: [] };
        said.push(fact);
        room.send(fact);
      }
      room.remember(...said);
    },
    drop: () => room.drop(),
    pause: (paused) => room.pause(paused),
    roomId: () => room.roomId,
    signCalls: () => source.openings,
    purposes: () => source.purposes,
    pauseSigning: signing.pause,
    breakFirstProvider: () => source.breakProvider('http://one.test', new LiveSourceError('sign-outage', 'broken')),
    callsByProvider: signing.spent,
    connections: () => room.listeners,
    dispose: async () => undefined,
  };
});
