import { Button, Group, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Streamer, UpdateStreamer } from '#libs/contracts';
import { api } from '../../api/client.js';
import { ME } from '../../api/session.js';
import { useChange } from '../../api/use-api.js';
import { askBefore } from '../../ui/confirm.js';
import { Section } from '../../ui/section.js';

/** Which TikTok room is followed, and whether at all. */
export function HandleSection({ streamer }: { streamer: Streamer }) {
  const params = { path: { id: streamer.id } };
  const form = useForm({ initialValues: { handle: streamer.handle } });
  const change = useChange<Streamer, UpdateStreamer>((body) => api.PATCH('/api/v1/streamers/{id}', { params, body }), {
    changes: [ME, ['overview']],
    said: (now) => (now.enabled ? `We follow @${now.handle}.` : 'The connection is off.'),
    onDone: ({ handle }) => form.setInitialValues({ handle }),
  });
  const follow = ({ handle }: { handle: string }): void =>
    askBefore({
      title: `Follow @${handle.replace(/^@/, '')} instead?`,
      text: `Your widgets then show what happens in that room, and no longer what happens in the room of @${streamer.handle}. Totals and past streams stay.`,
      act: 'Follow it',
      onConfirm: () => change.mutate({ handle }),
    });
  return (
    <Section title="Your TikTok room" text="Where gifts, chat and followers come from.">
      <form onSubmit={form.onSubmit(follow)}>
        <Group align="flex-end">
          <TextInput
            label="TikTok handle"
            leftSection={<Text c="dimmed">@</Text>}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            flex={1}
            miw="12rem"
            {...form.getInputProps('handle')}
            error={change.error?.fields['handle']}
          />
          <Button type="submit" variant="default" disabled={!form.isDirty()} loading={change.isPending}>
            Change
          </Button>
        </Group>
      </form>
      <Switch
        label="Connect whenever I am live"
        description="Switched off, your widgets stay open and show nothing new"
        checked={streamer.enabled}
        onChange={({ currentTarget }) => change.mutate({ enabled: currentTarget.checked })}
      />
    </Section>
  );
}
