import { Avatar, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { UserX } from 'lucide-react';
import { useState } from 'react';
import type { BlockedViewer, Moderation } from '#libs/contracts';
import { EmptyState } from '../../ui/states.js';
import { plainHandle, withoutViewer, withViewer } from './lists.js';

interface Props {
  viewers: readonly BlockedViewer[];
  change: (change: (lists: Moderation) => Moderation) => void;
}

/** Nothing of these people is shown. */
export function BlockedViewers({ viewers, change }: Props) {
  const [handle, setHandle] = useState('');
  const plain = plainHandle(handle);
  return (
    <Card component="section" aria-label="Blocked viewers">
      <Title order={2} size="h3">
        Viewers
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        No message, gift or follow of theirs is shown. In the activity you block somebody with one tap.
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (plain === '') return;
          change((lists) => withViewer(lists, { handle: plain, name: '' }));
          setHandle('');
        }}
      >
        <Group align="flex-start" wrap="nowrap" gap="xs">
          <TextInput
            flex={1}
            aria-label="TikTok name to block"
            placeholder="TikTok name, like @name"
            maxLength={65}
            value={handle}
            onChange={(event) => setHandle(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" disabled={plain === ''}>
            Block
          </Button>
        </Group>
      </form>
      {viewers.length === 0 ? (
        <EmptyState small icon={UserX} title="Nobody is blocked" text="Everybody who watches may appear." />
      ) : (
        <Stack component="ul" gap={0} mt="md" p={0} style={{ listStyle: 'none' }} aria-label="Viewers who are blocked">
          {viewers.map((viewer) => (
            <Group component="li" key={viewer.id ?? viewer.handle} wrap="nowrap" gap="sm" py={6}>
              <Avatar size={34} name={viewer.name || viewer.handle} color="gray" />
              <div style={{ flex: 1, minWidth: 0 }}>
                <Text fw={550} truncate>
                  <bdi>{viewer.name || `@${viewer.handle}`}</bdi>
                </Text>
                {viewer.name && (
                  <Text size="sm" c="dimmed" truncate>
                    @{viewer.handle}
                  </Text>
                )}
              </div>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`Unblock @${viewer.handle}`}
                onClick={() => change((lists) => withoutViewer(lists, viewer))}
              >
                Unblock
              </Button>
            </Group>
          ))}
        </Stack>
      )}
    </Card>
  );
}
