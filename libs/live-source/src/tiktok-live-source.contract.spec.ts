import { TikTokSimulator } from '../../../apps/tiktok-simulator/src/index.js';
import { liveSourceContract } from '../test/live-source.contract.js';
import { signingWorld } from '../test/signing-world.js';
import { TikTokLiveSource } from './tiktok-live-source.js';

liveSourceContract('TikTok', async () => {
  const sim = new TikTokSimulator({ keepAliveMs: 50 });
  const { url } = await sim.listen(0);
  const { signer, url: second } = await sim.addSigner();
  const room = sim.room('ada');
  const signing = signingWorld([url, second]);
  const source = new TikTokLiveSource({
    webUrl: url,
    webcastUrl: url,
    signProviders: [{ url, key: 'test-key' }],
    signing: signing.desk,
    connectTimeoutMs: 5_000,
    silenceMs: 5_000,
  });
  return {
    source,
    goLive: () => void room.goLive(),
    goOffline: () => room.goOffline(),
    chat: (...texts) => void room.send(texts.map((text) => ({ type: 'chat' as const, text }))),
    drop: () => room.disturb({ kind: 'terminate' }),
    pause: (paused) => (paused ? room.pause() : room.resume()),
    roomId: () => room.roomId,
    signCalls: () => sim.counters.signCalls() + signer.counters.signCalls(),
    purposes: signing.purposes,
    pauseSigning: signing.pause,
    breakFirstProvider: () => sim.fail({ kind: 'sign-outage' }),
    callsByProvider: () => [sim.counters.signCalls(), signer.counters.signCalls()],
    connections: () => sim.clientCount,
    dispose: async () => {
      await signer.close();
      await sim.close();
    },
  };
});
