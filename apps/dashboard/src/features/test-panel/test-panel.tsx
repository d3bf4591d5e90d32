import { Alert, Paper, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { FlaskConical } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { GiftTest } from './gift-test.js';
import { LongTests } from './long-tests.js';
import { SingleTests } from './single-tests.js';
import { useTests } from './use-test.js';

const NAME = 'Test viewer';

/** Every kind of event, sent to all widgets that are open. `wide`: with room for two columns. */
export function TestPanel({ wide = false }: { wide?: boolean }) {
  const tests = useTests();
  const [name, setName] = useState(NAME);
  const who = name.trim() || NAME;
  return (
    <Stack>
      <Alert icon={<FlaskConical size={20} aria-hidden />} variant="default" title="Nothing of this counts">
        Tests show on all your open widgets, in OBS too. They are marked as tests, and leave totals, goals, rankings and
        your history as they are.
      </Alert>
      <TextInput
        label="Name of the viewer"
        maxLength={40}
        value={name}
        maw={wide ? 360 : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SimpleGrid cols={wide ? { base: 1, md: 2 } : 1} spacing="md">
        <Part title="Gift" text="One gift, or a streak that counts up.">
          <GiftTest tests={tests} name={who} />
        </Part>
        <Part title="Everything else" text="One at a time.">
          <SingleTests tests={tests} name={who} />
        </Part>
      </SimpleGrid>
      <Part title="A busy moment" text="To see how your widgets cope. One runs at a time.">
        <LongTests tests={tests} />
      </Part>
    </Stack>
  );
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {text}
      </Text>
      {children}
    </Paper>
  );
}
