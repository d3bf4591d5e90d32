import amqp from 'amqplib';
import { roomOf } from '../room.mjs';
import { serveBroker } from './serve-broker.mjs';

serveBroker(async ({ amqpUrl, tuned }) => {
  const connection = await amqp.connect(amqpUrl, tuned ? { noDelay: true } : {});
  const channel = await connection.createChannel();
  await channel.assertExchange('events', 'direct', { durable: false });
  return {
    emit: (streamer, event) =>
      channel.publish('events', 'live', Buffer.from(JSON.stringify({ room: roomOf(streamer), event }))),
  };
});
