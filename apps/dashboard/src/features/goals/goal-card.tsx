import { ActionIcon, Badge, Card, Group, Progress, Skeleton, Text } from '@mantine/core';
import { ArrowDown, ArrowUp, Check, Pencil, Trash2 } from 'lucide-react';
import type { GoalDefinition } from '#libs/contracts';
import { count } from '../../ui/numbers.js';
import { METRICS, PERIODS, titleOf } from './goal-words.js';

interface Props {
  goal: GoalDefinition;
  /** Undefined while it is not known. */
  current: number | undefined;
  onEdit: () => void;
  onDelete: () => void;
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
}

/** One goal and how far it has come. */
export function GoalCard({ goal, current, onEdit, onDelete, onUp, onDown }: Props) {
  const title = titleOf(goal);
  const share = current === undefined ? 0 : Math.min(100, (current / goal.target) * 100);
  const reached = current !== undefined && current >= goal.target;
  return (
    <Card component="li" padding="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text component="h2" fw={600} size="lg" truncate title={title}>
            {title}
          </Text>
          <Text size="sm" c="dimmed">
            {METRICS[goal.metric].label}
            {goal.metric !== 'viewers' && ` · ${PERIODS[goal.period].label.toLowerCase()}`}
          </Text>
        </div>
        <Group gap={0} wrap="nowrap">
          <ActionIcon aria-label={`Move ${title} up`} disabled={!onUp} onClick={onUp}>
            <ArrowUp size={18} />
          </ActionIcon>
          <ActionIcon aria-label={`Move ${title} down`} disabled={!onDown} onClick={onDown}>
            <ArrowDown size={18} />
          </ActionIcon>
          <ActionIcon aria-label={`Edit ${title}`} onClick={onEdit}>
            <Pencil size={18} />
          </ActionIcon>
          <ActionIcon aria-label={`Delete ${title}`} onClick={onDelete}>
            <Trash2 size={18} />
          </ActionIcon>
        </Group>
      </Group>
      <Group justify="space-between" align="baseline" mt="sm" mb={6} mih={32}>
        {current === undefined ? (
          <Skeleton height={24} width={140} />
        ) : (
          <Text fz={24} fw={650} style={{ fontVariantNumeric: 'tabular-nums' }}>
            {count(current)}
            <Text span c="dimmed" fw={450} fz="md">
              {' '}
              of {count(goal.target)}
            </Text>
          </Text>
        )}
        {reached ? (
          <Badge color="green" size="lg" leftSection={<Check size={14} aria-hidden />}>
            Reached
          </Badge>
        ) : (
          <Text c="dimmed">{Math.floor(share)} %</Text>
        )}
      </Group>
      <Progress
        value={share}
        size="lg"
        color={reached ? 'green' : undefined}
        aria-label={`${title}: ${Math.floor(share)} percent`}
      />
    </Card>
  );
}
