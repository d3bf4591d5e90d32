export { applyDeclaration, type Applied, type Step } from './apply-declaration.js';
export { BetterStackApi, BetterStackError } from './better-stack-api.js';
export { declarationSchema, type Declaration, type Installation } from './declaration.js';
