export * from './billing-book.port.js';
export * from './billing-provider.port.js';
export * from './entitlement.js';
export * from './notices.js';
export * from './plans.js';
export * from './subscription-facts.js';
export * from './trial-marks.js';
