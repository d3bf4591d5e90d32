import { ActionIcon, Badge, Card, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Music, Play, Square, Trash2 } from 'lucide-react';
import type { Upload, WidgetView } from '#libs/contracts';
import { askBefore } from '../../ui/confirm.js';
import { notifyFailed } from '../../ui/notify.js';
import { usePlay } from '../editor/controls/use-play.js';
import { studio } from '../studio/api.js';
import { nameOf } from '../studio/kinds.js';
import { keys, useRefresh } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { sizeText } from './upload-kinds.js';
import classes from './uploads.module.css';

/** One picture or sound. `usedBy` is undefined until it is known. */
export function UploadCard({ upload, usedBy }: { upload: Upload; usedBy: readonly WidgetView[] | undefined }) {
  const { streamerId } = useStudio();
  const refresh = useRefresh();
  const { playing, toggle } = usePlay();
  const remove = useMutation({
    mutationFn: () => studio.deleteUpload(streamerId, upload.id),
    onSuccess: () => refresh(keys.uploads(streamerId)),
    onError: notifyFailed,
  });
  const confirm = () =>
    askBefore({
      title: `Delete "${upload.name}"?`,
      text: lossOf(upload, usedBy),
      act: 'Delete',
      onConfirm: () => remove.mutate(),
    });
  return (
    <Card padding="sm" component="article" aria-label={upload.name}>
      <Card.Section className={classes['look']}>
        {upload.kind === 'image' ? (
          <img src={upload.url} alt="" loading="lazy" />
        ) : (
          <ActionIcon
            variant="light"
            size={64}
            radius="xl"
            aria-label={playing ? `Stop ${upload.name}` : `Listen to ${upload.name}`}
            onClick={() => toggle(upload.url)}
          >
            {playing ? <Square size={26} /> : <Play size={26} />}
          </ActionIcon>
        )}
      </Card.Section>
      <Group gap={4} mt="sm" wrap="nowrap" justify="space-between">
        <Text fw={550} size="sm" truncate title={upload.name}>
          {upload.name}
        </Text>
        <ActionIcon aria-label={`Delete ${upload.name}`} loading={remove.isPending} onClick={confirm}>
          <Trash2 size={17} />
        </ActionIcon>
      </Group>
      <Text size="xs" c="dimmed">
        {upload.kind === 'sound' && <Music size={12} aria-hidden />} {detailsOf(upload)}
      </Text>
      <Group gap={4} mt={6} mih={22}>
        {usedBy?.map((widget) => (
          <Badge key={widget.id} size="sm">
            {nameOf(widget)}
          </Badge>
        ))}
        {usedBy?.length === 0 && (
          <Badge size="sm" color="gray">
            Not used
          </Badge>
        )}
      </Group>
    </Card>
  );
}

function detailsOf({ type, bytes, width, height, frames, durationMs }: Upload): string {
  const parts = [
    type.toUpperCase(),
    width !== undefined && height !== undefined ? `${width} × ${height}` : undefined,
    frames !== undefined && frames > 1 ? 'moves' : undefined,
    durationMs === undefined ? undefined : `${(durationMs / 1000).toFixed(1)} s`,
    sizeText(bytes),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function lossOf({ kind }: Upload, usedBy: readonly WidgetView[] | undefined): string {
  const instead = kind === 'image' ? "the gift's or sender's picture" : "the theme's own sound";
  if (usedBy === undefined) return `Widgets that use it take ${instead} instead. It cannot be brought back.`;
  if (usedBy.length === 0) return 'No widget uses it. It cannot be brought back.';
  const names = usedBy.map(nameOf).join(', ');
  return `It is used by ${names}: from now on ${instead} takes its place there, on stream too. It cannot be brought back.`;
}
