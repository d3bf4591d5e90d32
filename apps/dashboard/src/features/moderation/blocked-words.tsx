import { Button, Card, Group, Pill, Text, Textarea, Title } from '@mantine/core';
import { MessageCircleOff } from 'lucide-react';
import { useState } from 'react';
import type { Moderation } from '#libs/contracts';
import { EmptyState } from '../../ui/states.js';
import { withoutWord, withWords, wordsIn } from './lists.js';

const MAX_LENGTH = 60;

interface Props {
  words: readonly string[];
  change: (change: (lists: Moderation) => Moderation) => void;
}

/** Messages with one of these words are not shown. */
export function BlockedWords({ words, change }: Props) {
  const [text, setText] = useState('');
  const fresh = wordsIn(text);
  const tooLong = fresh.find((word) => word.length > MAX_LENGTH);
  const add = () => {
    if (fresh.length === 0 || tooLong) return;
    change((lists) => withWords(lists, fresh));
    setText('');
  };
  return (
    <Card component="section" aria-label="Blocked words">
      <Title order={2} size="h3">
        Words
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        A message with one of them is not shown. Capitals and accents do not matter. Whole words count; with <b>*</b> at
        an end, everything that goes on from there: <b>spoil*</b> also blocks spoiler.
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Group align="flex-start" wrap="nowrap" gap="xs">
          <Textarea
            flex={1}
            autosize
            maxRows={6}
            aria-label="Words to block"
            placeholder="One word, or many with commas"
            value={text}
            error={tooLong ? `At most ${MAX_LENGTH} characters each` : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey) return;
              event.preventDefault();
              add();
            }}
          />
          <Button type="submit" size="sm" disabled={fresh.length === 0 || tooLong !== undefined}>
            Block
          </Button>
        </Group>
      </form>
      {words.length === 0 ? (
        <EmptyState
          small
          icon={MessageCircleOff}
          title="No blocked words"
          text="Messages appear as TikTok lets them through."
        />
      ) : (
        <Group gap={6} mt="md" component="ul" p={0} style={{ listStyle: 'none' }} aria-label="Words that are blocked">
          {words.map((word) => (
            <li key={word}>
              <Pill
                size="lg"
                withRemoveButton
                removeButtonProps={{ 'aria-label': `Unblock ${word}`, 'aria-hidden': false, tabIndex: 0 }}
                onRemove={() => change((lists) => withoutWord(lists, word))}
              >
                {word}
              </Pill>
            </li>
          ))}
        </Group>
      )}
    </Card>
  );
}
