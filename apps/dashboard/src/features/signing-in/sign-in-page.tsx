import { Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link, Navigate, useSearchParams } from 'react-router';
import { useInstance, useMe } from '../../api/session.js';
import { FormError } from '../../ui/form-error.js';
import { DemoNote } from './demo-note.js';
import { EntryCard } from './entry-card.js';
import { safeNext } from './safe-next.js';
import { useSignIn } from './use-sign-in.js';

export default function SignInPage() {
  const me = useMe();
  const [search] = useSearchParams();
  const { data: instance } = useInstance();
  const signIn = useSignIn({ quiet: true });
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.includes('@') ? null : 'Your e-mail address'),
      password: (password) => (password === '' ? 'Your password' : null),
    },
  });
  if (me.data) return <Navigate to={safeNext(search.get('next'))} replace />;
  const below = (
    <Stack gap="md">
      {instance?.demo && <DemoNote demo={instance.demo} />}
      <Text ta="center" c="dimmed">
        New here?{' '}
        <Anchor component={Link} to="/sign-up">
          Make an account
        </Anchor>
      </Text>
    </Stack>
  );
  return (
    <EntryCard title="Welcome back" below={below}>
      <form onSubmit={form.onSubmit((given) => signIn.mutate(given))} noValidate>
        <Stack gap="md">
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <div>
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Anchor component={Link} to="/forgot-password" size="sm" mt={8} display="inline-block">
              Forgot your password?
            </Anchor>
          </div>
          <FormError error={signIn.error} />
          <Button type="submit" fullWidth loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </EntryCard>
  );
}
