/** Printed by `npm start` and shown before signing in, on embedded defaults alone. An admin, so that all can be seen. */
export const DEMO_ACCOUNT = { email: 'demo@streamshape.local', password: 'streamshape-demo', name: 'Demo' } as const;
