import { useEffect } from 'react';

/** What the browser's tab says, and what a screen reader reads after a change of pages. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'StreamShape' : `${title} · StreamShape`;
  }, [title]);
}
