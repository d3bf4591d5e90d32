import { Button, Card, Group, List, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Plan, PlanList } from '#libs/contracts';
import { allowsText, commonCurrencies, priceText } from './billing-words.js';

interface PlanCardsProps {
  offer: PlanList;
  /** The plan that one has. */
  present?: string | undefined;
  trial: boolean;
  action: (plan: Plan, currency: string) => ReactNode;
}

/** What can be bought, side by side. */
export function PlanCards({ offer, present, trial, action }: PlanCardsProps) {
  const currencies = commonCurrencies(offer.items);
  const [chosen, setChosen] = useState<string>();
  const currency = chosen ?? currencies[0] ?? '';
  return (
    <Stack gap="lg">
      {currencies.length > 1 && (
        <Group>
          <SegmentedControl
            aria-label="Currency"
            value={currency}
            onChange={setChosen}
            data={currencies.map((code) => ({ value: code, label: code.toUpperCase() }))}
          />
        </Group>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
        {offer.items.map((plan) => (
          <Card key={plan.id} component="article" padding="xl">
            <Stack gap="sm" h="100%">
              <Title order={2} size="h3">
                {plan.name}
              </Title>
              <Text size="xl" fw={650}>
                {priceText(plan, currency)}
              </Text>
              {trial && offer.trial && <Text>The first {offer.trial.days} days are free.</Text>}
              <Text c="dimmed">{plan.description}</Text>
              <List spacing={4}>
                {allowsText(plan.allows).map((text) => (
                  <List.Item key={text}>{text}</List.Item>
                ))}
              </List>
              <Group mt="auto" pt="sm">
                {plan.id === present ? <Button disabled>This is your plan</Button> : action(plan, currency)}
              </Group>
            </Stack>
          </Card>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
