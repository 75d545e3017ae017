/**
 * Refuses what another site makes a browser send. Kit's own check covers form bodies only, so every request that
 * may change something is held to this one. See OWASP ASVS 5.0, 3.5.
 */
export function isCrossSite(method: string, headers: Headers, origin: string): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const from = headers.get('origin');
  if (from !== null) return from !== origin;
  // Some browsers leave out Origin on same-origin posts; all current ones then say where the request came from.
  return headers.get('sec-fetch-site') !== 'same-origin';
}
