import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ApiError } from '../api/problem.js';
import { styleNonce } from './nonce.js';
import { cssVariables, theme } from './theme.js';

/** What another try may change: no answer, too many requests at once, a part that restarts. */
function worthAnotherTry(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

function createCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        retry: (count, error) => count < 2 && worthAnotherTry(error),
        refetchOnWindowFocus: true,
        // A request that fails because the machine is offline says so, instead of waiting for ever.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Look, notifications, questions and the cache of what the API said. */
export function Providers({ children }: { children: ReactNode }) {
  const [cache] = useState(() => {
    // The scroll lock of open windows writes a style element of its own.
    Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
    return createCache();
  });
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={cache}>
        <ModalsProvider labels={{ confirm: 'Yes', cancel: 'Cancel' }}>
          {children}
          <Notifications position="bottom-right" limit={3} zIndex={400} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
