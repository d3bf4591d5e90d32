import { Server } from 'lucide-react';
import type { NodeList } from '#libs/contracts';
import { api } from '../../../api/client.js';
import { useApi } from '../../../api/use-api.js';
import { Page } from '../../../ui/page.js';
import { PageSkeleton } from '../../../ui/page-skeleton.js';
import { EmptyState, ErrorState } from '../../../ui/states.js';
import { WorkerCard } from './worker-card.js';

/** The processes that hold the connections. */
export default function WorkersPage() {
  const nodes = useApi<NodeList>(['nodes'], (signal) => api.GET('/api/v1/nodes', { signal }), {
    refetchInterval: 3000,
  });
  return (
    <Page title="Workers" lead="The processes that hold the connections to TikTok.">
      {nodes.isPending && <PageSkeleton />}
      {nodes.isError && !nodes.data && <ErrorState error={nodes.error} onRetry={() => void nodes.refetch()} />}
      {nodes.data?.items.length === 0 && (
        <EmptyState icon={Server} title="No worker runs" text="Start one: nothing is connected without it." />
      )}
      {nodes.data?.items.map((node) => (
        <WorkerCard key={node.id} node={node} />
      ))}
    </Page>
  );
}
