import { ActionIcon, Avatar, Badge, Button, Group, Menu, Text, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { EllipsisVertical, RotateCcw, SkipForward, UserCheck, UserX } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import type { ActivityItem, AlertState, LiveUser, Moderation } from '#libs/contracts';
import { many } from '../../ui/numbers.js';
import { agoText } from '../../ui/time.js';
import { isBlocked, withoutViewer, withViewer } from '../moderation/lists.js';
import { useModerate } from '../moderation/use-moderate.js';
import classes from './activity.module.css';
import { actorOf, canSkip, deedOf, STATE_WORDS, worthOf } from './activity-words.js';
import type { Queue } from './use-queue.js';

interface Props {
  item: ActivityItem;
  queue: Queue;
  moderation: Moderation | undefined;
}

/** One thing that happened, and what can be done about it. */
export function ActivityRow({ item: { event, state: told }, queue, moderation }: Props) {
  const user = actorOf(event);
  const worth = worthOf(event);
  const state = queue.states.get(event.id) ?? (queue.widget === 'alerts' ? told : null);
  return (
    <li className={classes['row']} data-state={state ?? undefined} data-event={event.id}>
      <Avatar
        alt=""
        src={user?.avatar}
        name={user?.name}
        size={42}
        imageProps={{ referrerPolicy: 'no-referrer', loading: 'lazy' }}
      />
      <div className={classes['what']}>
        <Text className={classes['line']}>
          <Text span fw={600} inherit className={classes['name']}>
            <bdi>{user?.name || user?.handle || 'Somebody'}</bdi>
          </Text>{' '}
          {event.type !== 'chat' && <bdi className={classes['deed']}>{deedOf(event)}</bdi>}
        </Text>
        {event.type === 'chat' && (
          <Text lineClamp={3} className={classes['said']}>
            <bdi>{event.text}</bdi>
          </Text>
        )}
        <Group gap={8} className={classes['small']}>
          <Ago at={event.receivedAt} />
          {worth !== undefined && <span>{many(worth, 'coin')}</span>}
          {state && <span>{STATE_WORDS[state]}</span>}
          {event.test && (
            <Badge size="xs" color="gray" variant="outline">
              Test
            </Badge>
          )}
        </Group>
      </div>
      <AlertButtons id={event.id} state={state} queue={queue} />
      {user && <ViewerMenu user={user} blocked={isBlocked(moderation, user)} />}
    </li>
  );
}

function AlertButtons({ id, state, queue }: { id: string; state: AlertState | null; queue: Queue }) {
  const [sent, setSent] = useState(false);
  useEffect(() => {
    if (!sent) return;
    const timer = setTimeout(() => setSent(false), 2500);
    return () => clearTimeout(timer);
  }, [sent]);
  if (state === null) return null;
  if (canSkip(state)) {
    return (
      <Tooltip label="Skip this alert">
        <ActionIcon
          size={44}
          aria-label="Skip this alert"
          onClick={() => queue.command({ action: 'skip', eventId: id })}
        >
          <SkipForward size={20} />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Tooltip label={sent ? 'On its way' : 'Show it again'}>
      <ActionIcon
        size={44}
        aria-label={sent ? 'On its way' : 'Replay this alert'}
        color={sent ? 'green' : 'gray'}
        onClick={() => queue.command({ action: 'replay', eventId: id }, () => setSent(true))}
      >
        <RotateCcw size={20} />
      </ActionIcon>
    </Tooltip>
  );
}

function ViewerMenu({ user, blocked }: { user: LiveUser; blocked: boolean }) {
  const moderate = useModerate();
  const viewer = { id: user.id, handle: user.handle || user.id, name: user.name.slice(0, 120) };
  const unblock = () => moderate.mutate((lists) => withoutViewer(lists, viewer));
  const block = () =>
    moderate.mutate((lists) => withViewer(lists, viewer), {
      onSuccess: () => {
        const id = `blocked-${viewer.id}`;
        const undo = () => {
          notifications.hide(id);
          unblock();
        };
        notifications.show({
          id,
          autoClose: 8000,
          message: <Blocked name={user.name || viewer.handle} onUndo={undo} />,
        });
      },
    });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon size={44} aria-label={`More about ${user.name || viewer.handle}`}>
          <EllipsisVertical size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>@{viewer.handle}</Menu.Label>
        {blocked ? (
          <Menu.Item leftSection={<UserCheck size={16} />} onClick={unblock}>
            Unblock
          </Menu.Item>
        ) : (
          <Menu.Item color="red" leftSection={<UserX size={16} />} onClick={block}>
            Block on all widgets
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Blocked({ name, onUndo }: { name: string; onUndo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <span>
        <bdi>{name}</bdi> is blocked and appears on no widget.
      </span>
      <Button size="compact-sm" variant="default" onClick={onUndo}>
        Undo
      </Button>
    </Group>
  );
}

const EVERY_MS = 10_000;

/** How long ago, kept true. */
const Ago = memo(function Ago({ at }: { at: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return <time dateTime={new Date(at).toISOString()}>{agoText(at, Math.max(now, at))}</time>;
});
