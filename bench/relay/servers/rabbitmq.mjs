// What the original product is made of: RabbitMQ, Express, Socket.IO rooms.
import amqp from 'amqplib';
import { servePart } from '../../lib/part.mjs';
import { openSocketIo } from './serve-socketio.mjs';

const PREFETCH = 1000;
const ACK_EVERY = 100;
const ACK_MS = 5;

servePart({
  async open({ port, amqpUrl, tuned }) {
    const io = await openSocketIo({ port, tuned });
    const connection = await amqp.connect(amqpUrl, tuned ? { noDelay: true } : {});
    const channel = await connection.createChannel();
    await channel.assertExchange('events', 'direct', { durable: false });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, 'events', 'live');
    if (tuned) await channel.prefetch(PREFETCH);
    const acknowledge = tuned ? inGroups(channel) : (message) => channel.ack(message);
    await channel.consume(queue, (message) => {
      if (message === null) return;
      const { room, event } = JSON.parse(message.content.toString());
      io.to(room).emit('event', event);
      acknowledge(message);
    });
  },
});

/** One acknowledgement for many messages, none later than a few milliseconds. */
function inGroups(channel) {
  let waiting = 0;
  let last;
  let timer;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === 0) return;
    waiting = 0;
    channel.ack(last, true);
  };
  return (message) => {
    last = message;
    waiting += 1;
    if (waiting >= ACK_EVERY) flush();
    else timer ??= setTimeout(flush, ACK_MS);
  };
}
