/** Money as whole minor units (cents, francs, fils), never as a floating number. */

/** How many digits follow the point in this currency: 2 for USD, 0 for UGX, 3 for TND. */
function fractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Reads an exact amount such as `1250.5`, as the database or a form writes it. Null when it is not one in this currency. */
export function minorUnits(amount: string, currency: string): bigint | null {
  const digits = fractionDigits(currency);
  const parts = /^(-?)(\d{1,15})(?:\.(\d+))?$/.exec(amount.trim());
  if (!parts) return null;
  const [, sign, whole = '', typed = ''] = parts;
  // The database may keep more zeros than the currency has digits.
  const fraction = typed.replace(/0+$/, '');
  if (fraction.length > digits) return null;
  const units = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign ? -units : units;
}

/** Writes minor units as exact text for the database and for `formatMoney`. */
export function amountText(units: bigint, currency: string): string {
  const digits = fractionDigits(currency);
  if (digits === 0) return units.toString();
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
