import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { Heart, MessageCircle, Share2, Sparkles, UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { Tests } from './use-test.js';

const HELLO = 'Hello from the test panel!';

/** Follow, share, subscription, likes and a message. */
export function SingleTests({ tests, name }: { tests: Tests; name: string }) {
  const [months, setMonths] = useState(1);
  const [likes, setLikes] = useState(15);
  const [text, setText] = useState(HELLO);
  const busy = tests.sending;
  return (
    <Stack gap="sm">
      <Group grow>
        <Button
          size="sm"
          variant="default"
          leftSection={<UserPlus size={18} aria-hidden />}
          disabled={busy}
          onClick={() => tests.send({ kind: 'follow', name })}
        >
          Follow
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<Share2 size={18} aria-hidden />}
          disabled={busy}
          onClick={() => tests.send({ kind: 'share', name })}
        >
          Share
        </Button>
      </Group>
      <Group align="end" wrap="nowrap">
        <NumberInput
          label="Months"
          w={110}
          min={1}
          max={120}
          clampBehavior="strict"
          allowDecimal={false}
          value={months}
          onChange={(value) => typeof value === 'number' && setMonths(value)}
        />
        <Button
          flex={1}
          size="sm"
          variant="default"
          leftSection={<Sparkles size={18} aria-hidden />}
          disabled={busy}
          onClick={() => tests.send({ kind: 'subscribe', name, months })}
        >
          Subscription
        </Button>
      </Group>
      <Group align="end" wrap="nowrap">
        <NumberInput
          label="Likes"
          w={110}
          min={1}
          max={500}
          clampBehavior="strict"
          allowDecimal={false}
          value={likes}
          onChange={(value) => typeof value === 'number' && setLikes(value)}
        />
        <Button
          flex={1}
          size="sm"
          variant="default"
          leftSection={<Heart size={18} aria-hidden />}
          disabled={busy}
          onClick={() => tests.send({ kind: 'like', name, count: likes })}
        >
          Send likes
        </Button>
      </Group>
      <Group align="end" wrap="nowrap">
        <TextInput
          label="Message"
          flex={1}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          size="sm"
          variant="default"
          leftSection={<MessageCircle size={18} aria-hidden />}
          disabled={busy}
          onClick={() => tests.send({ kind: 'chat', name, text: text.trim() || HELLO })}
        >
          Write
        </Button>
      </Group>
    </Stack>
  );
}
