/** An answer for programs anywhere, a wallet in somebody's browser too: it holds nothing but what is public. */
export function openAnswer(body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin'
    }
  });
}
