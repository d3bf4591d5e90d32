import { CloseButton, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Info, Siren, TriangleAlert } from 'lucide-react';
import type { Announcement, AnnouncementList } from '#libs/contracts';
import { api } from '../api/client.js';
import { useApi } from '../api/use-api.js';
import classes from './announcements.module.css';

const ICONS = { info: Info, warning: TriangleAlert, incident: Siren };

/** What the operator has to say now, above the page. An incident stays until it is over; the rest can be closed. */
export function Announcements() {
  const { data } = useApi<AnnouncementList>(
    ['announcements'],
    (signal) => api.GET('/api/v1/announcements', { signal }),
    { refetchInterval: 60_000, staleTime: 30_000 },
  );
  const [closed, setClosed] = useLocalStorage<string[]>({ key: 'streamshape-closed-announcements', defaultValue: [] });
  const shown = (data?.items ?? []).filter(({ id, level }) => level === 'incident' || !closed.includes(id));
  return (
    <div role="region" aria-label="Announcements" aria-live="polite" className={classes['stack']}>
      {shown.map((item) => (
        <Banner key={item.id} item={item} onClose={() => setClosed((ids) => [...ids.slice(-50), item.id])} />
      ))}
    </div>
  );
}

function Banner({ item, onClose }: { item: Announcement; onClose: () => void }) {
  const Icon = ICONS[item.level];
  return (
    <div className={classes['banner']} data-level={item.level}>
      <Icon size={20} aria-hidden />
      <div>
        <Text fw={600}>{item.title}</Text>
        {item.text && <Text className={classes['text']}>{item.text}</Text>}
      </div>
      {item.level !== 'incident' && <CloseButton aria-label={`Close: ${item.title}`} onClick={onClose} />}
    </div>
  );
}
