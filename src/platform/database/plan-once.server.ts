/** A session that keeps its plans: behind row-level security, to plan a query often costs more than to run it. */
import { createHash } from 'node:crypto';
import pg from 'pg';

// Each kept plan holds memory of the server, hundreds of kilobytes behind many policies, and in every session.
const plansMax = 60;
// Many rows that are written at once come in every number, and each number would be a plan of its own.
const valuesMax = 60;

/**
 * How such a session begins. Left to itself PostgreSQL plans a kept statement anew whenever it hopes that its values make a better
 * plan, and behind many policies, whose cost it only guesses, it hopes so for good.
 */
export const planningOnce = '-c plan_cache_mode=force_generic_plan';

export class PlanningOnceClient extends pg.Client {
  readonly #names = new Map<string, string>();

  // Kysely, the only caller, asks with text and values, and awaits.
  override query(...asked: unknown[]): never {
    const [text, values] = asked;
    const name = typeof text === 'string' && Array.isArray(values) ? this.#nameOf(text, values) : undefined;
    const query = super.query as (...asked: unknown[]) => never;
    return name ? query.call(this, { name, text, values }) : query.apply(this, asked);
  }

  #nameOf(text: string, values: unknown[]): string | undefined {
    // What has no values may be several statements in one trip, such as the beginning of a transaction.
    if (values.length === 0 || values.length > valuesMax) return undefined;
    const known = this.#names.get(text);
    if (known || this.#names.size >= plansMax) return known;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 32);
    this.#names.set(text, name);
    return name;
  }
}
