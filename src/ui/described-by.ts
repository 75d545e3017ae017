/** Ties a control to the hint and the error beside it, so that they are read out together. */
export function describedBy(id: string, hint?: string, error?: string) {
  const describing = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return {
    'aria-describedby': describing || undefined,
    'aria-invalid': error ? ('true' as const) : undefined
  };
}
