import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { Download, Trash2 } from 'lucide-react';
import type { DeleteAccount } from '#libs/contracts';
import { api } from '../../api/client.js';
import { leave } from '../../app/sign-out.js';
import { useChange } from '../../api/use-api.js';
import { FormError } from '../../ui/form-error.js';
import { Section } from '../../ui/section.js';
import classes from './account.module.css';

/** What is stored: to take along, and to delete. */
export function DataSection({ handle }: { handle: string | undefined }) {
  const [open, { open: show, close }] = useDisclosure(false);
  return (
    <>
      <Section title="Your data" text="Everything that is stored about you and your streams, as one zip file.">
        <Group>
          <Button
            component="a"
            href="/api/v1/me/export"
            download
            variant="default"
            leftSection={<Download size={18} aria-hidden />}
          >
            Download my data
          </Button>
        </Group>
      </Section>
      <Section title="Delete the account" text="Everything goes, at once and for good." danger>
        <Group>
          <Button color="red" variant="light" leftSection={<Trash2 size={18} aria-hidden />} onClick={show}>
            Delete my account
          </Button>
        </Group>
      </Section>
      <Modal opened={open} onClose={close} title="Delete your account?">
        <DeleteForm handle={handle} onClose={close} />
      </Modal>
    </>
  );
}

function DeleteForm({ handle, onClose }: { handle: string | undefined; onClose: () => void }) {
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password) => (password === '' ? 'Your password' : null) },
  });
  const remove = useChange<unknown, DeleteAccount>((body) => api.POST('/api/v1/me/deletion', { body }), {
    quiet: true,
    onDone: () => leave('/?account=deleted'),
  });
  return (
    <form onSubmit={form.onSubmit((given) => remove.mutate(given))} noValidate>
      <Stack>
        <Text>This cannot be taken back. You lose:</Text>
        <ul className={classes['lost']}>
          {handle && <li>every widget, goal and upload of @{handle}; pages in OBS go empty at once</li>}
          {handle && <li>all past streams with their totals, gifters and charts</li>}
          <li>your sign-in, sessions and access tokens</li>
        </ul>
        <Text c="dimmed">Download your data first if you want to keep any of it.</Text>
        <PasswordInput
          label="Your password, to be sure that it is you"
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('password')}
        />
        <FormError error={remove.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onClose}>
            Keep my account
          </Button>
          <Button type="submit" color="red" loading={remove.isPending}>
            Delete everything
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
