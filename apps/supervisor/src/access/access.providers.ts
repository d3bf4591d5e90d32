import { AccessService } from './access.service.js';
import { AuditTrail } from './audit-trail.js';
import { CallerResolver } from './caller-resolver.js';

export const ACCESS_PROVIDERS = [CallerResolver, AccessService, AuditTrail];
