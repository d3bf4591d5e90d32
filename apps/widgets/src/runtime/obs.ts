interface ObsEvents {
  /** The source is part of what is sent out, or no longer. */
  active(active: boolean): void;
}

/** True inside an OBS browser source. */
export function insideObs(): boolean {
  return 'obsstudio' in window;
}

/** OBS tells the page by events on `window`; a plain browser never sends them. */
export function listenToObs(events: ObsEvents): void {
  window.addEventListener('obsSourceActiveChanged', (event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
    if (typeof detail !== 'object' || detail === null || !('active' in detail)) return;
    events.active(detail.active === true);
  });
}
