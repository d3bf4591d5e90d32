import { Badge, Button, Group, Text } from '@mantine/core';
import { Megaphone } from 'lucide-react';
import type { Announcement, AnnouncementList } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useApi, useChange } from '../../../api/use-api.js';
import { Page } from '../../../ui/page.js';
import { RowsSkeleton } from '../../../ui/rows-skeleton.js';
import { Section } from '../../../ui/section.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { dateText, msOf } from '../../../ui/time.js';
import classes from '../admin.module.css';
import { AnnouncementForm } from './announcement-form.js';
import { ANNOUNCEMENT_CHANGES, LEVEL_WORDS } from './announcement-words.js';

export default function AnnouncementsPage() {
  const list = useApi<AnnouncementList>(['admin-announcements'], (signal) =>
    api.GET('/api/v1/admin/announcements', { signal }),
  );
  return (
    <Page title="Announcements" lead="What every streamer reads above their pages.">
      <AnnouncementForm />
      <Section title="The last 90 days" flush>
        {list.isPending && <RowsSkeleton rows={3} />}
        {list.isError && !list.data && <ErrorState small error={list.error} onRetry={() => void list.refetch()} />}
        {list.data?.items.length === 0 && <EmptyState small icon={Megaphone} title="Nothing was announced" />}
        <ul className={classes['rows']}>
          {list.data?.items.map((item) => (
            <AnnouncementRow key={item.id} item={item} />
          ))}
        </ul>
      </Section>
    </Page>
  );
}

function AnnouncementRow({ item }: { item: Announcement }) {
  const { id, level, title, text, startsAt, endsAt } = item;
  const over = endsAt !== null && msOf(endsAt) <= Date.now();
  const params = { path: { id } };
  const end = useChange(
    () => api.PATCH('/api/v1/admin/announcements/{id}', { params, body: { endsAt: new Date().toISOString() } }),
    { said: 'It is over.', changes: ANNOUNCEMENT_CHANGES },
  );
  return (
    <li className={classes['row']}>
      <div className={classes['words']}>
        <Group gap={8}>
          <Text fw={550}>{title}</Text>
          <Badge color={over ? 'gray' : LEVEL_WORDS[level].colour}>{over ? 'Over' : LEVEL_WORDS[level].words}</Badge>
        </Group>
        {text && <Text style={{ whiteSpace: 'pre-wrap' }}>{text}</Text>}
        <Text size="sm" c="dimmed">
          From {dateText(startsAt)} {endsAt === null ? 'until it is ended' : `to ${dateText(endsAt)}`}
        </Text>
      </div>
      {!over && (
        <Button
          size="sm"
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate()}
          aria-label={`End it: ${title}`}
        >
          End it
        </Button>
      )}
    </li>
  );
}
