import { connect } from 'node:net';

/**
 * Asks a Redis whether it serves us.
 * @returns {Promise<'ready' | 'loading' | 'refused' | 'stranger'>} `stranger`: it does not know our password
 */
export function pingRedis({ port, password, timeoutMs = 1000 }) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let answer = '';
    const finish = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(timeoutMs, () => finish('refused'));
    socket.on('error', () => finish('refused'));
    socket.on('close', () => resolve('refused'));
    socket.on('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk;
      const [first, second] = answer.split('\r\n');
      if (first.startsWith('-') && first.length < answer.length)
        finish(first.startsWith('-LOADING') ? 'loading' : 'stranger');
      else if (second?.startsWith('+PONG')) finish('ready');
      else if (second?.startsWith('-LOADING')) finish('loading');
    });
  });
}
