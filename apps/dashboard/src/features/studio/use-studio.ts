import { useInstance, useStreamer } from '../../api/session.js';

/** Whose widgets these are, and where their pages live. */
export interface Studio {
  streamerId: string;
  /** Without a slash at its end; empty until it is known. */
  widgetsUrl: string;
}

export function useStudio(): Studio {
  const { id } = useStreamer();
  return { streamerId: id, widgetsUrl: useInstance().data?.widgetsUrl.replace(/\/+$/, '') ?? '' };
}
