import type { Stripe } from 'stripe';
import { BadSignatureError, type ProviderMessage, type ProviderMessages } from '#libs/domain';
import { createStripe, isLiveKey, TOLERANCE_SECONDS, type StripeOptions } from './stripe-client.js';
import { isMissing, translated } from './stripe-errors.js';
import { idOf } from './to-subscription-facts.js';

type Json = Record<string, unknown>;

const text = (value: unknown) => (typeof value === 'string' ? value : null);
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Reads webhooks. Both forms become a hint: the objects in them may be old and are never used. */
export class StripeMessages implements ProviderMessages {
  readonly live: boolean;
  private readonly stripe: Stripe;

  constructor(private readonly options: StripeOptions) {
    this.stripe = createStripe(options);
    this.live = isLiveKey(options.secretKey);
  }

  read(body: Uint8Array, signature: string | undefined): ProviderMessage {
    if (signature === undefined) throw new BadSignatureError('There is no signature');
    const bytes = Buffer.from(body);
    const errors: unknown[] = [];
    for (const secret of this.options.webhookSecrets) {
      try {
        return isThin(bytes) ? this.readThin(bytes, signature, secret) : this.readSnapshot(bytes, signature, secret);
      } catch (error) {
        errors.push(error);
      }
    }
    throw new BadSignatureError('The signature fits none of the secrets, or is too old', { cause: errors[0] });
  }

  private readSnapshot(body: Buffer, signature: string, secret: string): ProviderMessage {
    const event = this.stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
    const object: unknown = event.data.object;
    const inner = isObject(object) ? object : {};
    const kind = text(inner['object']);
    const id = text(inner['id']);
    return {
      ...{ id: event.id, type: event.type, form: 'snapshot', live: event.livemode },
      subject: kind !== null && id !== null ? { kind, id } : null,
      customerId: kind === 'customer' ? id : customerIn(inner['customer']),
    };
  }

  private readThin(body: Buffer, signature: string, secret: string): ProviderMessage {
    const event = this.stripe.parseEventNotification(body, signature, secret, TOLERANCE_SECONDS);
    const related: unknown = 'related_object' in event ? event.related_object : undefined;
    const subject = subjectIn(related);
    return {
      ...{ id: event.id, type: event.type.replace(/^v\d+\./, ''), form: 'thin', live: event.livemode, subject },
      customerId: subject?.kind === 'customer' ? subject.id : null,
    };
  }

  async customerOf({ kind, id }: { kind: string; id: string }): Promise<string | null> {
    if (kind === 'customer') return id;
    try {
      const owner = await this.ownerOf(kind, id);
      return owner == null ? null : idOf(owner);
    } catch (error) {
      if (isMissing(error)) return null;
      throw translated(error);
    }
  }

  private async ownerOf(kind: string, id: string): Promise<string | { id: string } | null> {
    if (kind === 'subscription') return (await this.stripe.subscriptions.retrieve(id)).customer;
    if (kind === 'invoice') return (await this.stripe.invoices.retrieve(id)).customer;
    if (kind === 'checkout.session') return (await this.stripe.checkout.sessions.retrieve(id)).customer;
    return null;
  }
}

/** Of a thin event: what changed. */
function subjectIn(value: unknown): ProviderMessage['subject'] {
  if (!isObject(value)) return null;
  const kind = text(value['type']);
  const id = text(value['id']);
  return kind !== null && id !== null ? { kind, id } : null;
}

function customerIn(value: unknown): string | null {
  return isObject(value) ? text(value['id']) : text(value);
}

/** Which of the two readers is right has to be known before the signature is: nothing else is taken from it. */
function isThin(body: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return isObject(parsed) && parsed['object'] === 'v2.core.event';
  } catch {
    return false; // the reader says what is wrong with it
  }
}
