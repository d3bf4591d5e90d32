export { BadAssignmentError, parseAssignment, QUEUE_NAME, QUEUE_PREFIX } from './assignment-job.js';
export { BullmqAssignmentConsumer, type ConsumerOptions } from './bullmq-assignment-consumer.js';
export { BullmqAssignmentQueue } from './bullmq-assignment-queue.js';
export { BullmqFailedJobs } from './bullmq-failed-jobs.js';
