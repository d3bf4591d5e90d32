// Loaded with --import into every server whose memory is weighed, ours and peers': SIGWINCH collects garbage, so that what is
// weighed is what sockets hold and not what their arrival left behind. Nest ends an app on most other signals.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGWINCH', () => {
  collect();
  setImmediate(() => collect());
});
