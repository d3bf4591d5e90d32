/** The widget key of the demo streamer: fixed, so that links survive a restart. No secret: the demo is refused in production. */
export const DEMO_WIDGET_KEY = '5600e838-26e8-4a61-a0a1-3d1d917efb35';
