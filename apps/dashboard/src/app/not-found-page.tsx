import { Button } from '@mantine/core';
import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { EmptyState } from '../ui/states.js';
import { useTitle } from '../ui/use-title.js';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <EmptyState
      heading
      icon={Compass}
      title="There is no page here"
      text="The address may be mistyped, or what was here is gone."
      action={
        <Button component={Link} to="/">
          Back to the start
        </Button>
      }
    />
  );
}
