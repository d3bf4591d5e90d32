import { Navigate, Outlet, useLocation } from 'react-router';
import { useMe } from '../api/session.js';
import { ErrorState } from '../ui/states.js';
import { PageSkeleton } from '../ui/page-skeleton.js';
import { SuspendedPage, UnconfirmedPage } from './standing-pages.js';
import type { Area } from './feature.js';
import { NotFoundPage } from './not-found-page.js';

/** Lets those in who may see the pages below, and sends the others where they can do something about it. */
export function Guard({ area }: { area: Exclude<Area, 'public'> }) {
  const me = useMe();
  const { pathname, search } = useLocation();
  if (me.isPending) return <PageSkeleton />;
  if (me.data === undefined) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  if (me.data === null) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  const { account, streamer } = me.data;
  if (area !== 'account') {
    if (account.suspended) return <SuspendedPage reason={account.suspended.reason} since={account.suspended.since} />;
    if (!account.emailVerified) return <UnconfirmedPage email={account.pendingEmail ?? account.email} />;
  }
  if (area === 'admin' && account.role !== 'admin') return <NotFoundPage />;
  if (area === 'streamer' && !streamer) return <Navigate to="/welcome" replace />;
  return <Outlet />;
}
