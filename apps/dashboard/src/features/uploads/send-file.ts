import type { Upload } from '#libs/contracts';
import { errorOf, unreachable } from '../../api/problem.js';

export interface Sending {
  done: Promise<Upload>;
  cancel: () => void;
}

/** Sends a file and says how far it is, from 0 to 1. `fetch` does not tell that of what goes out. */
export function sendFile(streamerId: string, file: File, onProgress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  const done = new Promise<Upload>((resolve, reject) => {
    request.open('POST', `/api/v1/streamers/${streamerId}/uploads?name=${encodeURIComponent(file.name.slice(0, 400))}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status === 201) resolve(request.response as Upload);
      else reject(errorOf(request.status, request.response, request.getResponseHeader('retry-after')));
    });
    request.addEventListener('error', () => reject(unreachable(request.statusText)));
    request.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')));
  });
  request.send(file);
  return { done, cancel: () => request.abort() };
}
