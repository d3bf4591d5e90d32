import { Button, Group, Modal, NumberInput, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { CreateGoal, GoalDefinition } from '#libs/contracts';
import { ApiError } from '../../api/problem.js';
import { notifyDone, notifyFailed } from '../../ui/notify.js';
import { count } from '../../ui/numbers.js';
import { studio } from '../studio/api.js';
import { keys, useRefresh } from '../studio/queries.js';
import { useStudio } from '../studio/use-studio.js';
import { METRICS, PERIODS, titleOf } from './goal-words.js';

interface Props {
  /** Undefined for a new one. */
  goal: GoalDefinition | undefined;
  current: number | undefined;
  onClose: () => void;
}

interface Values {
  title: string;
  metric: GoalDefinition['metric'];
  period: GoalDefinition['period'];
  target: number | string;
  startValue: number | string;
  from: 'now' | 'ever';
}

const NEW: Values = { title: '', metric: 'follows', period: 'all-time', target: 100, startValue: 0, from: 'now' };

/** Makes a goal, or changes title and target of one. What it counts stays: its progress would mean something else. */
export function GoalForm({ goal, current, onClose }: Props) {
  const { streamerId } = useStudio();
  const refresh = useRefresh();
  const form = useForm<Values>({
    initialValues: goal ? { ...NEW, ...goal } : NEW,
    validate: {
      target: (value) => (Number(value) >= 1 ? null : 'At least 1'),
      startValue: (value) => (value === '' || Number(value) >= 0 ? null : 'Not less than 0'),
    },
  });
  const save = useMutation({
    mutationFn: (values: Values) =>
      goal
        ? studio.updateGoal(streamerId, goal.id, { title: values.title, target: Number(values.target) })
        : studio.createGoal(streamerId, newGoal(values)),
    onSuccess: async (saved) => {
      await refresh(keys.goals(streamerId));
      notifyDone(goal ? `"${titleOf(saved)}" is changed` : `"${titleOf(saved)}" is on your goals widget`);
      onClose();
    },
    onError: (error) => {
      if (error instanceof ApiError && Object.keys(error.fields).length > 0) form.setErrors(error.fields);
      notifyFailed(error);
    },
  });
  const { metric, period } = form.values;
  return (
    <Modal opened onClose={onClose} title={goal ? 'Change the goal' : 'New goal'}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack>
          {goal ? (
            <Text size="sm" c="dimmed">
              {METRICS[goal.metric].label}, {PERIODS[goal.period].label.toLowerCase()}.
              {current === undefined ? '' : ` ${count(current)} so far, and that stays.`}
            </Text>
          ) : (
            <WhatCounts form={form} />
          )}
          <NumberInput
            label="Target"
            min={1}
            max={9_000_000_000}
            allowDecimal={false}
            thousandSeparator=","
            data-autofocus={goal ? true : undefined}
            {...form.getInputProps('target')}
          />
          <TextInput
            label="Title"
            description="Viewers see it over the bar"
            placeholder={METRICS[metric].label}
            maxLength={120}
            {...form.getInputProps('title')}
          />
          {!goal && metric !== 'viewers' && <WhereItBegins form={form} period={period} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {goal ? 'Save' : 'Add the goal'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type Form = Pick<UseFormReturnType<Values>, 'values' | 'getInputProps'>;

function WhatCounts({ form }: { form: Form }) {
  const options = (words: Record<string, { label: string }>) =>
    Object.entries(words).map(([value, { label }]) => ({ value, label }));
  return (
    <>
      <Select
        label="What counts"
        data-autofocus
        data={options(METRICS)}
        description={METRICS[form.values.metric].text}
        {...form.getInputProps('metric')}
      />
      {form.values.metric !== 'viewers' && (
        <Select
          label="How long"
          data={options(PERIODS)}
          description={PERIODS[form.values.period].text}
          {...form.getInputProps('period')}
        />
      )}
    </>
  );
}

function WhereItBegins({ form, period }: { form: Form; period: Values['period'] }) {
  return (
    <>
      {period === 'all-time' && (
        <Radio.Group label="Count" {...form.getInputProps('from')}>
          <Stack gap="xs" mt={6}>
            <Radio value="now" label="From now on" />
            <Radio value="ever" label="Everything since StreamShape follows you" />
          </Stack>
        </Radio.Group>
      )}
      <NumberInput
        label="Begin at"
        description="Followers that you have already, for example"
        min={0}
        max={9_000_000_000}
        allowDecimal={false}
        thousandSeparator=","
        {...form.getInputProps('startValue')}
      />
    </>
  );
}

function newGoal({ title, metric, period, target, startValue, from }: Values): CreateGoal {
  const viewers = metric === 'viewers';
  return {
    title,
    metric,
    period: viewers ? 'session' : period,
    target: Number(target),
    startValue: viewers ? 0 : Number(startValue),
    ...(viewers || (period === 'all-time' && from === 'ever') ? { baseline: 0 } : {}),
  };
}
