import type { MarkStorage } from './marks.js';

/** Reading `localStorage` throws where a frame may not store anything; marks then live as long as the page. */
export function browserStorage(): MarkStorage {
  try {
    return localStorage;
  } catch (error) {
    console.warn('nothing can be stored here', error);
    return { getItem: () => null, setItem: () => undefined };
  }
}

/** Without a memory a page could reload for ever: where nothing can be stored, reading fails. */
export function sessionMemory(): MarkStorage {
  try {
    return sessionStorage;
  } catch (error) {
    console.warn('nothing can be stored here', error);
    const fail = (): never => {
      throw new Error('nothing can be stored here', { cause: error });
    };
    return { getItem: fail, setItem: fail };
  }
}
