import { Button, Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Megaphone } from 'lucide-react';
import type { Announcement, CreateAnnouncement } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useChange } from '../../../api/use-api.js';
import { FormError } from '../../../ui/form-error.js';
import { Section } from '../../../ui/section.js';
import { ANNOUNCEMENT_CHANGES, LEVEL_WORDS } from './announcement-words.js';

const TERMS = [
  { value: '', label: 'Until I end it' },
  { value: '1', label: 'One hour' },
  { value: '6', label: 'Six hours' },
  { value: '24', label: 'One day' },
  { value: '168', label: 'One week' },
];
const LEVELS = Object.entries(LEVEL_WORDS).map(([value, { words }]) => ({ value, label: words }));

export function AnnouncementForm() {
  const form = useForm({
    initialValues: { level: 'info' as Announcement['level'], title: '', text: '', hours: '' },
    validate: { title: (title) => (title.trim() === '' ? 'One line that says it' : null) },
  });
  const create = useChange<Announcement, CreateAnnouncement>(
    (body) => api.POST('/api/v1/admin/announcements', { body }),
    { quiet: true, said: 'Everybody reads it now.', changes: ANNOUNCEMENT_CHANGES, onDone: () => form.reset() },
  );
  const send = ({ hours, ...given }: typeof form.values): void => {
    const endsAt = hours === '' ? {} : { endsAt: new Date(Date.now() + Number(hours) * 3_600_000).toISOString() };
    create.mutate({ ...given, ...endsAt });
  };
  return (
    <Section title="Say something to everybody">
      <form onSubmit={form.onSubmit(send)}>
        <Stack>
          <div>
            <SegmentedControl aria-label="How serious it is" data={LEVELS} {...form.getInputProps('level')} />
            <Text size="sm" c="dimmed" mt={6}>
              {form.values.level === 'incident' ? 'Stays until it is over' : 'Everybody can close it for themselves'}
            </Text>
          </div>
          <TextInput label="In one line" maxLength={120} {...form.getInputProps('title')} />
          <Textarea label="More about it" autosize minRows={2} maxLength={2000} {...form.getInputProps('text')} />
          <Select label="Shown for" data={TERMS} maw="16rem" {...form.getInputProps('hours')} />
          <FormError error={create.error} />
          <Group>
            <Button type="submit" loading={create.isPending} leftSection={<Megaphone size={18} aria-hidden />}>
              Announce it
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
