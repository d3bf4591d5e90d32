import { Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';

interface Question {
  title: string;
  /** What is lost, or what happens. */
  text: string;
  /** What the button says: the act itself, not "OK". */
  act: string;
  onConfirm: () => void;
}

/** Asks before something that cannot be taken back. */
export function askBefore({ title, text, act, onConfirm }: Question): void {
  modals.openConfirmModal({
    title,
    children: (
      <Stack>
        <Text>{text}</Text>
      </Stack>
    ),
    labels: { confirm: act, cancel: 'Keep it as it is' },
    confirmProps: { color: 'red' },
    onConfirm,
  });
}
