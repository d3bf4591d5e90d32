import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { Flame, Gift } from 'lucide-react';
import { useState } from 'react';
import { Face } from '../../ui/face.js';
import { count, many } from '../../ui/numbers.js';
import { useGifts } from '../studio/queries.js';
import { giftWords } from './test-words.js';
import type { Tests } from './use-test.js';

const MAX_STREAK = 200;

/** A gift from the list, once or as a streak. */
export function GiftTest({ tests, name }: { tests: Tests; name: string }) {
  const gifts = useGifts();
  const [giftId, setGiftId] = useState<string>();
  const [amount, setAmount] = useState(1);
  const items = gifts.data?.items ?? [];
  const gift = items.find(({ id }) => id === giftId) ?? items.find((item) => item.name === 'Rose') ?? items[0];
  const chosen = gift ? { giftId: gift.id } : {};
  return (
    <Stack gap="sm">
      <Select
        label="Which"
        searchable
        nothingFoundMessage="No such gift"
        placeholder={gifts.isPending ? 'Loading the gifts…' : 'Rose'}
        description={gifts.isError ? 'The list of gifts is not there right now; a rose is sent.' : undefined}
        data={items.map((item) => ({ value: item.id, label: giftWords(item) }))}
        value={gift?.id ?? null}
        leftSection={gift ? <Face src={gift.image} size={24} name={gift.name} /> : undefined}
        renderOption={({ option }) => {
          const item = items.find(({ id }) => id === option.value);
          return (
            <Group gap="sm" wrap="nowrap">
              <Face src={item?.image} size={28} name={item?.name ?? option.label} />
              <Text size="sm">{option.label}</Text>
            </Group>
          );
        }}
        onChange={(value) => setGiftId(value ?? undefined)}
      />
      <NumberInput
        label="How many"
        min={1}
        max={9999}
        clampBehavior="strict"
        allowDecimal={false}
        thousandSeparator=","
        value={amount}
        description={gift ? `Worth ${many(gift.coins * amount, 'coin')} in all` : undefined}
        onChange={(value) => typeof value === 'number' && setAmount(value)}
      />
      <Group grow>
        <Button
          size="sm"
          leftSection={<Gift size={18} aria-hidden />}
          loading={tests.sending}
          onClick={() => tests.send({ kind: 'gift', name, count: amount, ...chosen })}
        >
          Send gift
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<Flame size={18} aria-hidden />}
          disabled={tests.run?.state === 'running'}
          onClick={() =>
            tests.send({ kind: 'streak', name, count: amount > 1 ? Math.min(amount, MAX_STREAK) : 36, ...chosen })
          }
        >
          Streak of {count(amount > 1 ? Math.min(amount, MAX_STREAK) : 36)}
        </Button>
      </Group>
    </Stack>
  );
}
