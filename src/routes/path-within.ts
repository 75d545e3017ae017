/**
 * Only a path of our own: an address in a link must not carry somebody off to another site. A browser reads
 * `//other.site`, `/\other.site` and either with a tab inside as another site, so we read it as a browser does.
 */
export function pathWithin(to: FormDataEntryValue | null, otherwise = '/today'): string {
  if (typeof to !== 'string' || !to.startsWith('/')) return otherwise;
  const here = 'http://here.invalid';
  const url = URL.parse(to, here);
  return url?.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : otherwise;
}
