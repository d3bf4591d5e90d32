import { readFileSync, renameSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type {
  CheckoutSession,
  Coupon,
  Customer,
  Invoice,
  PaymentMethod,
  PortalSession,
  Price,
  Product,
  PromotionCode,
  StoredEvent,
  Subscription,
} from './model.js';

interface Tables {
  products: Product;
  prices: Price;
  coupons: Coupon;
  promotionCodes: PromotionCode;
  customers: Customer;
  paymentMethods: PaymentMethod;
  subscriptions: Subscription;
  invoices: Invoice;
  sessions: CheckoutSession;
  portals: PortalSession;
  events: StoredEvent;
}
type TableName = keyof Tables;

const NAMES: TableName[] = [
  ...(['products', 'prices', 'coupons', 'promotionCodes', 'customers', 'paymentMethods'] as const),
  ...(['subscriptions', 'invoices', 'sessions', 'portals', 'events'] as const),
];

/** Everything the server knows, in the order in which it came, in memory; a file keeps it over restarts. */
export class Store {
  readonly products = new Map<string, Product>();
  readonly prices = new Map<string, Price>();
  readonly coupons = new Map<string, Coupon>();
  readonly promotionCodes = new Map<string, PromotionCode>();
  readonly customers = new Map<string, Customer>();
  readonly paymentMethods = new Map<string, PaymentMethod>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly invoices = new Map<string, Invoice>();
  readonly sessions = new Map<string, CheckoutSession>();
  readonly portals = new Map<string, PortalSession>();
  readonly events = new Map<string, StoredEvent>();
  clockOffset = 0;
  serial = 0;

  constructor(private readonly file?: string) {
    if (file !== undefined) this.load(file);
  }

  /** Whole or not at all. */
  save(): void {
    if (this.file === undefined) return;
    const tables = Object.fromEntries(NAMES.map((name) => [name, [...this[name].values()]]));
    const text = JSON.stringify({ clockOffset: this.clockOffset, serial: this.serial, ...tables });
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, text, { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }

  private load(file: string): void {
    const saved = readSaved(file);
    if (!saved) return;
    this.clockOffset = saved.clockOffset ?? 0;
    this.serial = saved.serial ?? 0;
    for (const name of NAMES) {
      const table = this[name] as Map<string, Tables[typeof name]>;
      for (const row of saved[name] ?? []) table.set(row.id, row);
    }
  }
}

type Saved = { [Name in TableName]?: Tables[Name][] } & { clockOffset?: number; serial?: number };

function readSaved(file: string): Saved | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Saved;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${file} is damaged. Delete it to begin with an empty local Stripe.`, { cause: error });
  }
}
