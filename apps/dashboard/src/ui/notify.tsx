import { notifications } from '@mantine/notifications';
import { Check, TriangleAlert } from 'lucide-react';
import { messageOf } from '../api/problem.js';

/** Says that something worked, for a few seconds. */
export function notifyDone(message: string): void {
  notifications.show({ message, icon: <Check size={18} aria-hidden />, color: 'green', autoClose: 4000 });
}

/** Says what did not work, in words. */
export function notifyFailed(error: unknown): void {
  notifications.show({
    message: messageOf(error),
    title: 'That did not work',
    icon: <TriangleAlert size={18} aria-hidden />,
    color: 'red',
    autoClose: 9000,
  });
}
