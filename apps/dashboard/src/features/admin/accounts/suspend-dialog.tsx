import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { AccountView, SuspendAccount } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useChange } from '../../../api/use-api.js';
import { FormError } from '../../../ui/form-error.js';

interface SuspendProps {
  account: AccountView;
  opened: boolean;
  onClose: () => void;
}

/** Asks why. The reason is shown to the account. */
export function SuspendDialog({ account: { id, email }, opened, onClose }: SuspendProps) {
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (reason.trim() === '' ? 'Say why' : null) },
  });
  const suspend = useChange<AccountView, SuspendAccount>(
    (body) => api.POST('/api/v1/admin/accounts/{id}/suspend', { params: { path: { id } }, body }),
    { quiet: true, said: `${email} is suspended.`, changes: [['admin-accounts']], onDone: onClose },
  );
  return (
    <Modal opened={opened} onClose={onClose} title={`Suspend ${email}?`}>
      <form onSubmit={form.onSubmit((given) => suspend.mutate(given))}>
        <Stack>
          <Text>
            Their widgets go empty within seconds and the connection to TikTok ends. Nothing is deleted; you can lift it
            at any time.
          </Text>
          <Textarea
            label="Reason"
            description="They read this"
            autosize
            minRows={3}
            maxLength={500}
            data-autofocus
            {...form.getInputProps('reason')}
          />
          <FormError error={suspend.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="subtle" color="gray" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" loading={suspend.isPending}>
              Suspend
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
