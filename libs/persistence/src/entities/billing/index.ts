import { BillingCustomerEntity } from './billing-customer.entity.js';
import { BillingGrantEntity } from './billing-grant.entity.js';
import { BillingNoticeEntity } from './billing-notice.entity.js';
import { BillingSubscriptionEntity } from './billing-subscription.entity.js';
import { CheckoutTurnEntity } from './checkout-turn.entity.js';
import { EntitlementChangeEntity } from './entitlement-change.entity.js';
import { EntitlementEntity } from './entitlement.entity.js';
import { TrialBegunEntity } from './trial-begun.entity.js';
import { WebhookEventEntity } from './webhook-event.entity.js';

export {
  BillingCustomerEntity,
  BillingGrantEntity,
  BillingNoticeEntity,
  BillingSubscriptionEntity,
  CheckoutTurnEntity,
  EntitlementChangeEntity,
  EntitlementEntity,
  TrialBegunEntity,
  WebhookEventEntity,
};

export const BILLING_ENTITIES = [
  ...[BillingCustomerEntity, BillingSubscriptionEntity, BillingGrantEntity, BillingNoticeEntity],
  ...[EntitlementEntity, EntitlementChangeEntity, TrialBegunEntity, WebhookEventEntity],
  CheckoutTurnEntity,
];
