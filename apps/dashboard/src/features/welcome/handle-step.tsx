import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ArrowRight, Search } from 'lucide-react';
import type { CreateOwnStreamer, HandleCheck, HandleReport, StreamerWithKey } from '#libs/contracts';
import { api } from '../../api/client.js';
import { ME, useMe } from '../../api/session.js';
import { useChange } from '../../api/use-api.js';
import { FormError } from '../../ui/form-error.js';
import { HandleCard } from './handle-card.js';
import classes from './welcome.module.css';

/** Which room is yours? Looked up before anything is made. */
export function HandleStep({ present, onDone }: { present: string | undefined; onDone: () => void }) {
  const timeZone = useMe().data?.account.timeZone ?? 'UTC';
  const form = useForm({
    initialValues: { handle: present ?? '' },
    validate: { handle: (handle) => (handle.trim() === '' ? 'The name in the address of your profile' : null) },
  });
  const check = useChange<HandleReport, HandleCheck>((body) => api.POST('/api/v1/handle-checks', { body }), {
    quiet: true,
  });
  const create = useChange<StreamerWithKey, CreateOwnStreamer>((body) => api.POST('/api/v1/me/streamer', { body }), {
    quiet: true,
    changes: [ME],
    onDone,
  });
  const report = check.data;
  const changed = report !== undefined && plain(form.values.handle) !== report.handle;
  const usable = report && !changed && !report.taken && report.state !== 'missing';
  return (
    <div className={classes['narrow']}>
      <Title order={1}>What is your TikTok name?</Title>
      <Text c="dimmed" size="lg" mt="xs" mb="lg">
        We follow the room when you are live. No password, no permission: your LIVE is public.
      </Text>
      <form onSubmit={form.onSubmit((given) => check.mutate(given))}>
        <Stack>
          <TextInput
            label="TikTok handle"
            size="lg"
            leftSection={<Text c="dimmed">@</Text>}
            placeholder="yourname"
            autoCapitalize="none"
            autoCorrect="off"
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps('handle')}
            error={form.errors['handle'] ?? check.error?.fields['handle']}
          />
          <FormError error={check.error ?? create.error} />
          {(!usable || check.isPending) && (
            <Button type="submit" size="lg" loading={check.isPending} leftSection={<Search size={20} aria-hidden />}>
              Look it up
            </Button>
          )}
        </Stack>
      </form>
      <div aria-live="polite">{report && !changed && !check.isPending && <HandleCard report={report} />}</div>
      {usable && !check.isPending && (
        <Button
          size="lg"
          fullWidth
          mt="md"
          loading={create.isPending}
          onClick={() => create.mutate({ handle: report.handle, timeZone })}
          rightSection={<ArrowRight size={20} aria-hidden />}
        >
          That is me
        </Button>
      )}
    </div>
  );
}

const plain = (handle: string): string => handle.trim().replace(/^@/, '').toLowerCase();
