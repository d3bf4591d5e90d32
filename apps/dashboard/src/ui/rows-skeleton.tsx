import { Skeleton, Stack } from '@mantine/core';

/** Holds the place of a list while it is read. */
export function RowsSkeleton({ rows = 5, height = 52 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="sm" px="lg" pb="lg" aria-hidden>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}
