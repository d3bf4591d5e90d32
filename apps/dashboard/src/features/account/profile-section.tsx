import { Button, Group, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Account, UpdateAccount } from '#libs/contracts';
import { api } from '../../api/client.js';
import { ME } from '../../api/session.js';
import { useChange } from '../../api/use-api.js';
import { Section } from '../../ui/section.js';
import { timeZones } from './time-zones.js';

export function ProfileSection({ account }: { account: Account }) {
  const save = useChange<Account, UpdateAccount>((body) => api.PATCH('/api/v1/me', { body }), {
    said: 'Saved.',
    changes: [ME],
    onDone: (_account, { name = '', timeZone = 'UTC' }) => form.resetDirty({ name, timeZone }),
  });
  const form = useForm({ initialValues: { name: account.name, timeZone: account.timeZone } });
  return (
    <Section title="About you">
      <form onSubmit={form.onSubmit((given) => save.mutate(given))}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label="Name"
            description="Only you and whoever runs this server see it"
            maxLength={80}
            autoComplete="nickname"
            {...form.getInputProps('name')}
          />
          <Select
            label="Time zone"
            description="Says when your day begins"
            searchable
            data={timeZones(account.timeZone)}
            {...form.getInputProps('timeZone')}
          />
        </SimpleGrid>
        <Group mt="md">
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            Save
          </Button>
        </Group>
      </form>
    </Section>
  );
}
