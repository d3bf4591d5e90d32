import { Button, Group, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState } from 'react';

interface Question {
  title: string;
  value: string;
  confirm: string;
  onName: (name: string) => void;
}

/** Asks for a name. */
export function askName(question: Question): void {
  const modalId = 'ask-name';
  modals.open({
    modalId,
    title: question.title,
    centered: true,
    children: <NameForm {...question} close={() => modals.close(modalId)} />,
  });
}

function NameForm({ value, confirm, onName, close }: Question & { close: () => void }) {
  const [name, setName] = useState(value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onName(name.trim());
        close();
      }}
    >
      <Stack>
        <TextInput
          data-autofocus
          label="Name"
          description="For your eyes alone: viewers never see it"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit">{confirm}</Button>
        </Group>
      </Stack>
    </form>
  );
}
