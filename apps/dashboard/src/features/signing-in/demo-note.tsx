import { Button, Code, Text } from '@mantine/core';
import { Sparkles } from 'lucide-react';
import type { Instance } from '#libs/contracts';
import classes from './signing-in.module.css';
import { useSignIn } from './use-sign-in.js';

/** The demo account of this server, with a button that opens it. */
export function DemoNote({ demo }: { demo: NonNullable<Instance['demo']> }) {
  const signIn = useSignIn();
  return (
    <div className={classes['demo']}>
      <div className={classes['demoWords']}>
        <Text fw={600}>Look around first</Text>
        <Text size="sm" c="dimmed">
          <Code>{demo.email}</Code>
          <br />
          <Code>{demo.password}</Code>
        </Text>
      </div>
      <Button
        variant="light"
        size="sm"
        leftSection={<Sparkles size={18} aria-hidden />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate(demo)}
      >
        Open the demo
      </Button>
    </div>
  );
}
