import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import type { Field } from './form-model.js';
import type { Editor } from './use-editor.js';

/** The widget was saved somewhere else meanwhile: says what that means, and offers both ways out. */
export function ConflictQuestion({ editor, fields }: { editor: Editor; fields: readonly Field[] }) {
  const clashing = editor.conflict?.clashing ?? [];
  const titles = clashing.map((name) => fields.find((field) => field.name === name)?.title ?? name);
  return (
    <Modal
      opened={editor.conflict !== undefined}
      onClose={() => editor.settle(true)}
      title="This widget was changed somewhere else"
      closeButtonProps={{ 'aria-label': 'Keep my changes' }}
    >
      <Stack>
        <Text>
          It was saved in another tab or by an app since you opened it. Nothing of yours is saved yet, and nothing is
          lost.
        </Text>
        {titles.length > 0 ? (
          <>
            <Text>Both of you changed:</Text>
            <List>
              {titles.map((title) => (
                <List.Item key={title}>{title}</List.Item>
              ))}
            </List>
          </>
        ) : (
          <Text>The two changes do not touch the same settings, so both can be kept.</Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => editor.settle(false)}>
            Drop my changes
          </Button>
          <Button onClick={() => editor.settle(true)} data-autofocus>
            {titles.length > 0 ? 'Keep mine on top' : 'Keep both'}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          Look at the preview after that, then save.
        </Text>
      </Stack>
    </Modal>
  );
}
