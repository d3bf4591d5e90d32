import { Button, Group, NumberInput, Stack, TextInput, type ButtonProps } from '@mantine/core';
import { Heart, MessageCircle, Share2, Sparkles, UserPlus, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Tests } from './use-test.js';

const HELLO = 'Hello from the test panel!';

/** Follow, share, subscription, likes and a message. */
export function SingleTests({ tests, name }: { tests: Tests; name: string }) {
  const [text, setText] = useState(HELLO);
  const send = (icon: LucideIcon, wish: Parameters<Tests['send']>[0]) => ({
    ...{ icon, disabled: tests.sending, onClick: () => tests.send(wish) },
  });
  return (
    <Stack gap="sm">
      <Group grow>
        <SendButton {...send(UserPlus, { kind: 'follow', name })}>Follow</SendButton>
        <SendButton {...send(Share2, { kind: 'share', name })}>Share</SendButton>
      </Group>
      <NumberTest label="Months" begin={1} max={120}>
        {(months) => (
          <SendButton flex={1} {...send(Sparkles, { kind: 'subscribe', name, months })}>
            Subscription
          </SendButton>
        )}
      </NumberTest>
      <NumberTest label="Likes" begin={15} max={500}>
        {(count) => (
          <SendButton flex={1} {...send(Heart, { kind: 'like', name, count })}>
            Send likes
          </SendButton>
        )}
      </NumberTest>
      <Group align="end" wrap="nowrap">
        <TextInput
          label="Message"
          flex={1}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SendButton {...send(MessageCircle, { kind: 'chat', name, text: text.trim() || HELLO })}>Write</SendButton>
      </Group>
    </Stack>
  );
}

interface SendButtonProps extends Pick<ButtonProps, 'flex' | 'disabled' | 'children'> {
  icon: LucideIcon;
  onClick: () => void;
}

function SendButton({ icon: Icon, ...others }: SendButtonProps) {
  return <Button size="sm" variant="default" leftSection={<Icon size={18} aria-hidden />} {...others} />;
}

interface NumberTestProps {
  label: string;
  begin: number;
  max: number;
  /** What stands beside the number. */
  children: (value: number) => ReactNode;
}

function NumberTest({ label, begin, max, children }: NumberTestProps) {
  const [value, setValue] = useState(begin);
  return (
    <Group align="end" wrap="nowrap">
      <NumberInput
        {...{ label, max, value, min: 1, w: 110, clampBehavior: 'strict', allowDecimal: false }}
        onChange={(given) => typeof given === 'number' && setValue(given)}
      />
      {children(value)}
    </Group>
  );
}
