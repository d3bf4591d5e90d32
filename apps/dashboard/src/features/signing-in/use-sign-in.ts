import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import type { Me, SignIn } from '#libs/contracts';
import { api } from '../../api/client.js';
import { ME } from '../../api/session.js';
import { useChange } from '../../api/use-api.js';
import { safeNext } from './safe-next.js';

/** Signs in and goes where the visitor wanted to go, or to the first page of the dashboard. */
export function useSignIn(options: { quiet?: boolean } = {}) {
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return useChange<Me, SignIn>((given) => api.POST('/api/v1/session', { body: given }), {
    ...options,
    onDone: (me) => {
      cache.setQueryData(ME, me);
      void navigate(safeNext(search.get('next')), { replace: true });
    },
  });
}
