/** Digits of any script as 0–9, and the invisible marks that spreadsheets carry between them taken out. */

// Where the digit zero of each script stands that our languages meet: Arabic-Indic, Persian, Devanagari, full width.
const zeros = [0x660, 0x6f0, 0x966, 0xff10];

export function plainDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹०-९０-９]/g, (digit) => {
    const code = digit.codePointAt(0)!;
    return String(code - zeros.findLast((zero) => zero <= code)!);
  });
}

/** Without direction marks, byte-order marks and soft hyphens, which change how a cell looks and not what it says. */
export function withoutMarks(text: string): string {
  return text.replace(/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '');
}
