import { Skeleton, Stack } from '@mantine/core';

/** Holds the place of a page while it is not known who is asking. */
export function PageSkeleton() {
  return (
    <Stack gap="lg" aria-busy="true" aria-label="Loading" role="status">
      <Skeleton height={36} width={220} />
      <Skeleton height={148} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </Stack>
  );
}
