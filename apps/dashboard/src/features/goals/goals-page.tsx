import { Button, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Target } from 'lucide-react';
import { useState } from 'react';
import type { GoalDefinition, GoalList } from '#libs/contracts';
import { askBefore } from '../../ui/confirm.js';
import { notifyFailed } from '../../ui/notify.js';
import { Page } from '../../ui/page.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { studio } from '../studio/api.js';
import { LoadingRows } from '../studio/loading-rows.js';
import { keys, useGoals, useRefresh, useTotals } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { GoalCard } from './goal-card.js';
import { GoalForm } from './goal-form.js';
import { moved, placesOf, progressOf, titleOf } from './goal-words.js';

/** The goals, in the order of the page. */
export default function GoalsPage() {
  const { streamerId } = useStudio();
  const goals = useGoals();
  const totals = useTotals();
  const refresh = useRefresh();
  const [form, setForm] = useState<GoalDefinition | 'new'>();
  const order = useOrder(streamerId);
  const remove = useMutation({
    mutationFn: ({ id }: GoalDefinition) => studio.deleteGoal(streamerId, id),
    onSettled: () => refresh(keys.goals(streamerId)),
    onError: notifyFailed,
  });
  const items = goals.data?.items ?? [];
  const ask = (goal: GoalDefinition) =>
    askBefore({
      title: `Delete "${titleOf(goal)}"?`,
      text: 'The goal leaves the page in OBS, and how far it has come is lost.',
      act: 'Delete',
      onConfirm: () => remove.mutate(goal),
    });
  const add = (
    <Button leftSection={<Plus size={18} aria-hidden />} onClick={() => setForm('new')}>
      New goal
    </Button>
  );
  return (
    <Page
      title="Goals"
      lead="What you and your viewers count towards. The goals widget shows them in this order."
      actions={add}
    >
      {goals.isPending && <LoadingRows rows={3} height={112} />}
      {goals.isError && !goals.data && <ErrorState error={goals.error} onRetry={() => void goals.refetch()} />}
      {goals.data && items.length === 0 && (
        <EmptyState
          icon={Target}
          title="No goals yet"
          text="Set one, add the goals widget to OBS, and the bar fills as viewers give."
          action={add}
        />
      )}
      <Stack gap="sm" component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
        {items.map((goal, index) => (
          <GoalCard
            key={goal.id}
            goal={goal}
            current={progressOf(goal, totals.data)}
            onEdit={() => setForm(goal)}
            onDelete={() => ask(goal)}
            onUp={index > 0 ? () => order.mutate(moved(items, index, -1)) : undefined}
            onDown={index < items.length - 1 ? () => order.mutate(moved(items, index, 1)) : undefined}
          />
        ))}
      </Stack>
      {form !== undefined && (
        <GoalForm
          goal={form === 'new' ? undefined : form}
          current={form === 'new' ? undefined : progressOf(form, totals.data)}
          onClose={() => setForm(undefined)}
        />
      )}
    </Page>
  );
}

/** Shows a new order at once, and takes it back where it could not be saved. */
function useOrder(streamerId: string) {
  const client = useQueryClient();
  const key = keys.goals(streamerId);
  return useMutation({
    mutationFn: async (items: readonly GoalDefinition[]) => {
      for (const { id, position } of placesOf(items)) await studio.updateGoal(streamerId, id, { position });
    },
    onMutate: async (items) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<GoalList>(key);
      client.setQueryData<GoalList>(key, { items: [...items] });
      return { before };
    },
    onError: (error, _items, context) => {
      client.setQueryData(key, context?.before);
      notifyFailed(error);
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}
