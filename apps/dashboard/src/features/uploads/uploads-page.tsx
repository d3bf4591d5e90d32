import {
  Button,
  FileButton,
  Group,
  Paper,
  Progress,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
} from '@mantine/core';
import { ImageUp, Upload as UploadIcon } from 'lucide-react';
import { useState } from 'react';
import type { UploadKind, UploadList } from '#libs/contracts';
import { count } from '../../ui/numbers.js';
import { Page } from '../../ui/page.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { useUploads, useWidgets } from '../studio/queries.js';
import { DropArea } from './drop-area.js';
import { OutgoingList } from './outgoing-list.js';
import { ACCEPTED, sizeText } from './upload-kinds.js';
import { UploadCard } from './upload-card.js';
import { usedBy } from './usage.js';
import { useSender } from './use-sender.js';

/** The streamer's own pictures and sounds. */
export default function UploadsPage() {
  const uploads = useUploads();
  const widgets = useWidgets();
  const { outgoing, send, drop } = useSender();
  const [kind, setKind] = useState<UploadKind | 'all'>('all');
  const items = uploads.data?.items.filter((item) => kind === 'all' || item.kind === kind) ?? [];
  const sendAll = (files: readonly File[]) => void send(files);
  const pick = (
    <FileButton multiple accept={`${ACCEPTED.image},${ACCEPTED.sound}`} onChange={sendAll}>
      {(props) => (
        <Button {...props} leftSection={<UploadIcon size={18} aria-hidden />}>
          Upload files
        </Button>
      )}
    </FileButton>
  );
  return (
    <DropArea onFiles={sendAll}>
      <Page
        title="Pictures and sounds"
        lead="Your own, for alerts and goals. Drop files anywhere on this page."
        actions={pick}
      >
        {uploads.data && <Quota list={uploads.data} />}
        <OutgoingList outgoing={outgoing} drop={drop} />
        {uploads.isError && !uploads.data && (
          <ErrorState error={uploads.error} onRetry={() => void uploads.refetch()} />
        )}
        {uploads.isPending && <LoadingCards />}
        {uploads.data && uploads.data.items.length > 0 && (
          <SegmentedControl
            aria-label="Show"
            style={{ alignSelf: 'start' }}
            value={kind}
            onChange={(value) => setKind(value)}
            data={[
              { value: 'all', label: 'All' },
              { value: 'image', label: 'Pictures' },
              { value: 'sound', label: 'Sounds' },
            ]}
          />
        )}
        {uploads.data && items.length === 0 && outgoing.length === 0 && (
          <EmptyState
            icon={ImageUp}
            title={uploads.data.items.length === 0 ? 'Nothing here yet' : 'None of these'}
            text="PNG, JPEG, GIF or WebP pictures and WAV, MP3, Ogg, WebM or M4A sounds, up to 10 MB each. Then choose them in the editor of a widget."
            action={pick}
          />
        )}
        <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="md">
          {items.map((upload) => (
            <UploadCard
              key={upload.id}
              upload={upload}
              usedBy={widgets.data && usedBy(upload.reference, widgets.data.items)}
            />
          ))}
        </SimpleGrid>
      </Page>
    </DropArea>
  );
}

function Quota({ list: { used, quota } }: { list: UploadList }) {
  const share = quota.bytes === 0 ? 100 : Math.min(100, (used.bytes / quota.bytes) * 100);
  return (
    <Paper withBorder p="md">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Text fw={550}>
            {sizeText(used.bytes)} of {sizeText(quota.bytes)} used
          </Text>
          <Text c="dimmed" size="sm">
            {count(used.count)} of {count(quota.count)} files
          </Text>
        </Group>
        <Progress
          value={share}
          color={share > 90 ? 'red' : undefined}
          aria-label={`${Math.round(share)} percent of the room is used`}
        />
        {share > 90 && (
          <Text size="sm" c="var(--bad)">
            There is little room left. Delete what no widget uses.
          </Text>
        )}
      </Stack>
    </Paper>
  );
}

function LoadingCards() {
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="md" role="status" aria-label="Loading">
      {Array.from({ length: 8 }, (_, card) => (
        <Skeleton key={card} height={210} />
      ))}
    </SimpleGrid>
  );
}
