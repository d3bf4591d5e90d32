import { Alert } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { messageOf } from '../api/problem.js';

/** What a form could not do, above its button. Read out at once. */
export function FormError({ error }: { error: unknown }) {
  return (
    <div role="alert">
      {error ? (
        <Alert color="red" icon={<TriangleAlert size={20} aria-hidden />}>
          {messageOf(error)}
        </Alert>
      ) : null}
    </div>
  );
}
