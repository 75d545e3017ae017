/** Only a path of our own: an address in a link must not carry somebody off to another site. */
export function pathWithin(to: string | null, otherwise = '/today'): string {
  return to && /^\/(?![/\\])/.test(to) ? to : otherwise;
}
