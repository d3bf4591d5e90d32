import { Button, Group, NumberInput, Progress, Slider, Stack, Text } from '@mantine/core';
import { CloudLightning, Clapperboard, Square } from 'lucide-react';
import { useState } from 'react';
import { runWords } from './test-words.js';
import type { Tests } from './use-test.js';

/** A storm of gifts and a recorded stream, with how far the newest one is. */
export function LongTests({ tests }: { tests: Tests }) {
  const [events, setEvents] = useState(60);
  const [speed, setSpeed] = useState(4);
  const running = tests.run?.state === 'running';
  return (
    <Stack gap="md">
      <Group align="end" wrap="nowrap">
        <NumberInput
          label="Gifts"
          w={110}
          min={1}
          max={300}
          clampBehavior="strict"
          allowDecimal={false}
          value={events}
          onChange={(value) => typeof value === 'number' && setEvents(value)}
        />
        <Button
          flex={1}
          maw={320}
          size="sm"
          variant="default"
          leftSection={<CloudLightning size={18} aria-hidden />}
          disabled={running || tests.sending}
          onClick={() => tests.send({ kind: 'storm', events })}
        >
          Gift storm
        </Button>
      </Group>
      <Group align="end" wrap="nowrap">
        <div style={{ width: 110 }}>
          <Text size="sm" fw={500} mb={10}>
            Speed {speed}×
          </Text>
          <Slider
            min={1}
            max={20}
            value={speed}
            label={(value) => `${value}×`}
            thumbLabel="Times as fast as it was"
            onChange={setSpeed}
            mb={10}
          />
        </div>
        <Button
          flex={1}
          maw={320}
          size="sm"
          variant="default"
          leftSection={<Clapperboard size={18} aria-hidden />}
          disabled={running || tests.sending}
          onClick={() => tests.send({ kind: 'recorded', speed })}
        >
          Play a recorded stream
        </Button>
      </Group>
      <RunBar tests={tests} />
    </Stack>
  );
}

function RunBar({ tests }: { tests: Tests }) {
  const { run } = tests;
  if (!run) return null;
  const running = run.state === 'running';
  return (
    <Stack gap={6}>
      <Group justify="space-between" mih={36}>
        <Text size="sm" role="status">
          {runWords(run)}
        </Text>
        {running && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Square size={14} aria-hidden />}
            loading={tests.stopping}
            onClick={tests.stop}
          >
            Stop
          </Button>
        )}
      </Group>
      <Progress
        value={(run.sent / run.total) * 100}
        animated={running}
        color={run.state === 'failed' ? 'red' : undefined}
        aria-label="How far the test is"
      />
    </Stack>
  );
}
