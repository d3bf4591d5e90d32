import { Alert, Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Eye } from 'lucide-react';
import type { CreatedToken, CreateToken, TokenScope } from '#libs/contracts';
import { api } from '../../api/client.js';
import { useChange } from '../../api/use-api.js';
import { CopyField } from '../../ui/copy-field.js';
import { FormError } from '../../ui/form-error.js';
import { SCOPE_WORDS, SCOPES, TOKENS } from './token-words.js';

const TERMS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: 'One year' },
  { value: '', label: 'Until I revoke it' },
];

/** Makes a token and shows it once. */
export function NewToken({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const create = useChange<CreatedToken, CreateToken>((body) => api.POST('/api/v1/me/tokens', { body }), {
    quiet: true,
    changes: [TOKENS],
  });
  const close = (): void => {
    onClose();
    create.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title={create.data ? 'Your new token' : 'New access token'}>
      {create.data ? (
        <Stack>
          <Alert color="amber" icon={<Eye size={20} aria-hidden />}>
            Copy it now. It is shown this once, and cannot be read again.
          </Alert>
          <CopyField label="Token" value={create.data.token} />
          <Button onClick={close}>I have copied it</Button>
        </Stack>
      ) : (
        <TokenForm busy={create.isPending} error={create.error} onSubmit={(given) => create.mutate(given)} />
      )}
    </Modal>
  );
}

interface FormProps {
  busy: boolean;
  error: unknown;
  onSubmit: (given: CreateToken) => void;
}

function TokenForm({ busy, error, onSubmit }: FormProps) {
  const form = useForm({
    initialValues: { name: '', scopes: ['read'], term: '90' },
    validate: {
      name: (name) => (name.trim() === '' ? 'A name to know it by' : null),
      scopes: (scopes) => (scopes.length === 0 ? 'At least one' : null),
    },
  });
  const send = ({ name, scopes, term }: typeof form.values): void =>
    onSubmit({
      name,
      scopes: scopes as TokenScope[],
      ...(term === '' ? {} : { expiresInDays: Number(term) }),
    });
  return (
    <form onSubmit={form.onSubmit(send)}>
      <Stack>
        <TextInput
          label="Name"
          placeholder="Stream deck"
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Checkbox.Group label="It may" {...form.getInputProps('scopes')}>
          <Stack gap="sm" mt="xs">
            {SCOPES.map((scope) => (
              <Checkbox key={scope} value={scope} label={SCOPE_WORDS[scope].text} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Select label="Works for" data={TERMS} {...form.getInputProps('term')} />
        <FormError error={error} />
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            Make it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
